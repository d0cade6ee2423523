import { InverterEnergyDocument } from "@plenticore/client";
import { memo, type ReactNode } from "react";
import { useMinute } from "../data/age.ts";
import { useCatchUp, usePolled } from "../data/polled.ts";
import { ofPeriod } from "../data/same-period.ts";
import { unknown } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Quantity } from "../ui/quantity.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { type EnergyRow, energyRows } from "./energy-rows.ts";
import { Failure } from "./failure.tsx";
import styles from "./inverter.module.css";
import { text } from "./text.ts";

export interface EnergyCardProps {
  readonly inverterId: string;
  readonly timeZone: string;
  readonly hasBattery: boolean;
  /** Its live values are current. */
  readonly reporting: boolean;
}

const periods = ["today", "month", "year", "total"] as const;

/** The inverter's own counters. */
export const EnergyCard = memo(function EnergyCard(props: EnergyCardProps): ReactNode {
  const { inverterId, timeZone, hasBattery, reporting } = props;
  const t = useText(text);
  const format = useFormat(timeZone);
  const minute = useMinute();
  const polled = usePolled(InverterEnergyDocument, { inverterId }, 60);
  const { data, error, stale } = polled;
  useCatchUp(polled, Number(reporting), data && Number(error === undefined));
  const inverter = data?.inverter;
  const strings = inverter?.total?.strings.map(({ index }) => index) ?? [];
  const columns: readonly Column<EnergyRow>[] = [
    {
      id: "figure",
      label: t.figure,
      heads: true,
      renderCell: ({ label, part }) => <span className={part === true ? styles.part : undefined}>{label}</span>,
    },
    ...periods.map(
      (period): Column<EnergyRow> => ({
        id: period,
        label: t[period],
        kind: "number",
        renderCell: ({ shown }) => {
          const energy = ofPeriod(period, inverter?.[period], minute, timeZone);
          return (
            <Quantity
              shown={energy ? shown(energy) : unknown}
              stale={stale || energy?.stale === true}
              age={format.dateTime(energy?.observedAt)}
            />
          );
        },
      }),
    ),
  ];
  return (
    <Card title={t.energy}>
      <Table
        caption={t.energyTable}
        columns={columns}
        rows={energyRows(t, format, strings, hasBattery)}
        keyOf={({ key }) => key}
      />
      {error !== undefined && <Failure error={error} />}
    </Card>
  );
});
