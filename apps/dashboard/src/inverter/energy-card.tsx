import { InverterEnergyDocument } from "@plenticore/client";
import { memo, type ReactNode } from "react";
import { usePolled } from "../data/context.tsx";
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
}

const periods = ["today", "month", "year", "total"] as const;

/** The inverter's own counters. */
export const EnergyCard = memo(function EnergyCard({ inverterId, timeZone, hasBattery }: EnergyCardProps): ReactNode {
  const t = useText(text);
  const format = useFormat(timeZone);
  const { data, error } = usePolled(InverterEnergyDocument, { inverterId }, 60);
  const inverter = data?.inverter;
  const strings = inverter?.total?.strings.map(({ index }) => index) ?? [];
  const columns: readonly Column<EnergyRow>[] = [
    {
      id: "figure",
      label: t.figure,
      heads: true,
      cell: ({ label, part }) => <span className={part === true ? styles.part : undefined}>{label}</span>,
    },
    ...periods.map(
      (period): Column<EnergyRow> => ({
        id: period,
        label: t[period],
        kind: "number",
        cell: ({ shown }) => {
          const energy = inverter?.[period];
          return (
            <Quantity
              shown={energy ? shown(energy) : unknown}
              stale={energy?.stale === true}
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
