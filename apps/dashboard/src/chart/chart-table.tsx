import { type ReactNode, useMemo, useSyncExternalStore } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { type Column, Table } from "../ui/table.tsx";
import { averages } from "./averages.ts";
import styles from "./chart.module.css";
import type { ChartModel } from "./chart-model.ts";
import type { Row } from "./samples.ts";
import { text } from "./text.ts";
import type { TimeLabels } from "./time-labels.ts";
import { printed } from "./units.ts";

export interface ChartTableProps {
  readonly title: string;
  readonly model: ChartModel;
  readonly timeZone: string;
  readonly labels: TimeLabels;
}

/** More rows than this nobody reads. */
const mostRows = 300;

/** What a chart shows, as a table: the rows themselves, or their means where they are too many. */
export function ChartTable({ title, model, timeZone, labels }: ChartTableProps): ReactNode {
  const t = useText(text);
  const format = useFormat(timeZone);
  const { source, series } = model;
  // A table that changes each second can't be read: live values come into it once a minute.
  const version = useSyncExternalStore(model.subscribe, () => {
    const { span, whole, revision } = model.state();
    if (!source.live) return `${span.from}/${span.to}/${revision}`;
    return whole ? `${Math.floor(span.to / 60_000)}` : `${span.from}/${span.to}`;
  });
  const { step, rows } = useMemo(
    () => averages(source.samples(), series.length, model.state().span, timeZone, mostRows),
    // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the model's state
    [model, version, timeZone],
  );
  const columns: readonly Column<Row>[] = [
    {
      id: "time",
      label: t.time,
      heads: true,
      cell: ({ time }) => labels.full(time, step === 0 ? source.gapMs(time) : 2 * step),
    },
    ...series.map(
      ({ key, label, unit }, index): Column<Row> => ({
        id: key,
        label,
        kind: "number",
        cell: ({ values }) => printed(values[index] ?? null, unit, format),
      }),
    ),
  ];
  const count = format.number(rows.length);
  return (
    <div className={styles.table}>
      <p className={styles.note}>
        {rows.length === 0 ? t.nothing : step === 0 ? t.exact(count) : t.means(stepText(step), count)}
      </p>
      {rows.length > 0 && <Table caption={title} columns={columns} rows={rows} keyOf={({ time }) => String(time)} />}
    </div>
  );

  function stepText(ms: number): string {
    if (ms < 60_000) return t.seconds(format.number(ms / 1000));
    if (ms < 3_600_000) return t.minutes(format.number(ms / 60_000));
    return ms < 86_400_000 ? t.hours(format.number(ms / 3_600_000)) : t.days(format.number(ms / 86_400_000));
  }
}
