import { type ReactNode, useSyncExternalStore } from "react";
import { locales } from "../text/format.ts";
import { useLanguage } from "../text/language.ts";
import { useText } from "../text/use-text.ts";
import { rowsIn } from "./averages.ts";
import styles from "./chart.module.css";
import type { ChartModel } from "./chart-model.ts";
import { csv } from "./csv.ts";
import { saveFile } from "./save-file.ts";
import { text } from "./text.ts";
import type { TimeLabels } from "./time-labels.ts";
import { dateOf } from "./zone.ts";

export interface ChartToolsProps {
  readonly model: ChartModel;
  readonly timeZone: string;
  readonly labels: TimeLabels;
  readonly fileName: string;
  readonly tableOpen: boolean;
  readonly onTable: () => void;
}

/** What can be done with a chart besides pointing at it. */
export function ChartTools({ model, timeZone, labels, fileName, tableOpen, onTable }: ChartToolsProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const { whole, cursor, latest } = useSyncExternalStore(model.subscribe, model.state);
  const row = cursor ?? latest;
  const save = (): void => {
    const { span } = model.state();
    const rows = rowsIn(model.source.samples(), model.series.length, span);
    const columns = model.series.map(({ label, unit }) => `${label} (${unit})`);
    const content = csv(rows, { locale: locales[language], timeZone, time: t.time, columns });
    saveFile(new Blob([content], { type: "text/csv" }), `${fileName}-${dateOf(span.from, timeZone)}.csv`);
  };
  return (
    <div className={styles.tools} role="group" aria-label={t.view}>
      <span className={styles.moment} aria-hidden="true">
        {row === null ? "" : labels.full(row.time, model.source.gapMs(row.time))}
      </span>
      <Tool label={t.earlier} sign="‹" disabled={whole} onClick={() => model.pan(-0.5)} />
      <Tool label={t.zoomOut} sign="−" disabled={whole} onClick={() => model.zoom(2)} />
      <Tool label={t.zoomIn} sign="+" onClick={() => model.zoom(0.5)} />
      <Tool label={t.later} sign="›" disabled={whole} onClick={() => model.pan(0.5)} />
      <Tool label={t.reset} sign="⤢" disabled={whole} onClick={() => model.reset()} />
      <button type="button" className={styles.tool} aria-expanded={tableOpen} title={t.asTable} onClick={onTable}>
        {t.table}
      </button>
      <button type="button" className={styles.tool} aria-label={t.csv} title={t.csv} onClick={save}>
        {t.csvShort}
      </button>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly sign: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** Not `disabled` but told so: a button that goes away under the finger takes the focus along. */
const Tool = ({ label, sign, disabled = false, onClick }: ToolProps): ReactNode => (
  <button
    type="button"
    className={styles.tool}
    aria-label={label}
    title={label}
    aria-disabled={disabled}
    onClick={disabled ? undefined : onClick}
  >
    <span aria-hidden="true">{sign}</span>
  </button>
);
