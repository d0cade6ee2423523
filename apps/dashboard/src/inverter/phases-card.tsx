import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Quantity } from "../ui/quantity.tsx";
import { type Column, Table } from "../ui/table.tsx";
import styles from "./inverter.module.css";
import type { LivePartProps } from "./live-part.ts";
import { text } from "./text.ts";

/** Each phase at the inverter, and at the meter where there is one. */
export function PhasesCard({ live, stale, age }: LivePartProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const phases = live?.phases ?? [];
  type Phase = (typeof phases)[number];
  const column = (
    id: "power" | "voltage" | "current" | "gridPower" | "gridCurrent",
    label: string,
    shown: (value: number | null) => ReturnType<typeof format.power>,
  ): Column<Phase> => ({
    id,
    label,
    kind: "number",
    cell: (phase) => <Quantity shown={shown(phase[id])} stale={stale} age={age} />,
  });
  const amperes = (value: number | null) => format.quantity(value, "A", 2);
  const metered = phases.some(({ gridPower, gridCurrent }) => gridPower !== null || gridCurrent !== null);
  const columns: readonly Column<Phase>[] = [
    { id: "phase", label: t.phase, heads: true, cell: ({ index }) => `L${index}` },
    column("power", t.power, (value) => format.power(value)),
    column("voltage", t.voltage, (value) => format.quantity(value, "V", 0)),
    column("current", t.current, amperes),
    ...(metered
      ? [
          column("gridPower", t.gridPower, (value) => format.power(value, "signed")),
          column("gridCurrent", t.gridCurrent, amperes),
        ]
      : []),
  ];
  return (
    <Card title={t.phases}>
      {phases.length === 0 ? (
        <p className={styles.soft}>{t.noPhases}</p>
      ) : (
        <Table caption={t.phasesTable} columns={columns} rows={phases} keyOf={({ index }) => String(index)} />
      )}
    </Card>
  );
}
