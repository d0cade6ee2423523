import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Quantity } from "../ui/quantity.tsx";
import { type Column, Table } from "../ui/table.tsx";
import styles from "./inverter.module.css";
import type { LivePartProps } from "./live-part.ts";
import { shareOf } from "./share.ts";
import { text } from "./text.ts";

/** Power, voltage and current of each string, and its share of the sun. */
export function StringsCard({ live, stale, age }: LivePartProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const strings = live?.strings ?? [];
  type DcString = (typeof strings)[number];
  const columns: readonly Column<DcString>[] = [
    { id: "string", label: t.string, heads: true, cell: ({ index }) => format.number(index) },
    {
      id: "power",
      label: t.power,
      kind: "number",
      cell: ({ power }) => <Quantity shown={format.power(power)} stale={stale} age={age} />,
    },
    {
      id: "share",
      label: t.share,
      kind: "number",
      cell: ({ power }) => <Share percent={shareOf(power, strings)} stale={stale} age={age} />,
    },
    {
      id: "voltage",
      label: t.voltage,
      kind: "number",
      cell: ({ voltage }) => <Quantity shown={format.quantity(voltage, "V", 0)} stale={stale} age={age} />,
    },
    {
      id: "current",
      label: t.current,
      kind: "number",
      cell: ({ current }) => <Quantity shown={format.quantity(current, "A", 2)} stale={stale} age={age} />,
    },
  ];
  return (
    <Card title={t.strings}>
      {strings.length === 0 ? (
        <p className={styles.soft}>{t.noStrings}</p>
      ) : (
        <Table caption={t.stringsTable} columns={columns} rows={strings} keyOf={({ index }) => String(index)} />
      )}
    </Card>
  );
}

interface ShareProps {
  readonly percent: number | null;
  readonly stale: boolean;
  readonly age: string;
}

function Share({ percent, stale, age }: ShareProps): ReactNode {
  const format = useFormat();
  return (
    <span className={styles.share}>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${percent ?? 0}%` }} />
      </span>
      <Quantity shown={format.percent(percent)} stale={stale} age={age} />
    </span>
  );
}
