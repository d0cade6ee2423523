import { type KeyboardEvent, type ReactNode, Suspense, useEffect, useId, useMemo, useState } from "react";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { lazyPart } from "../ui/lazy-part.ts";
import styles from "./chart.module.css";
import { ChartModel } from "./chart-model.ts";
import { ChartTable } from "./chart-table.tsx";
import { ChartTools } from "./chart-tools.tsx";
import { onChartKey } from "./keys.ts";
import { Legend } from "./legend.tsx";
import type { Row } from "./samples.ts";
import type { ChartSeries } from "./series.ts";
import type { ChartSource } from "./source.ts";
import { text } from "./text.ts";
import { createTimeLabels } from "./time-labels.ts";
import { printed } from "./units.ts";

const PlotView = lazyPart(async () => (await import("./plot-view.tsx")).PlotView);

export interface ChartProps {
  /** What it shows, in words: heard where the picture is not seen. */
  readonly title: string;
  /** Of a file that is saved, without its ending. */
  readonly fileName: string;
  readonly source: ChartSource;
  readonly series: readonly ChartSeries[];
  readonly timeZone: string;
}

/** Lines over time: looked at with the mouse or the keyboard, or read as a table. */
export function Chart({ title, fileName, source, series, timeZone }: ChartProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const format = useFormat(timeZone);
  const help = useId();
  const model = useMemo(() => new ChartModel(source, series), [source, series]);
  const labels = useMemo(() => createTimeLabels(language, timeZone), [language, timeZone]);
  const [heard, setHeard] = useState("");
  const [tableOpen, setTableOpen] = useState(false);
  useEffect(() => model.connect(), [model]);
  const told = ({ time, values }: Row): string => {
    const { shown } = model.state();
    const each = series.flatMap(({ label, unit }, index) =>
      shown[index] === true ? [`${label} ${printed(values[index] ?? null, unit, format)}`] : [],
    );
    return t.at(labels.full(time, source.gapMs(time)), each.join(", "));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !onChartKey(model, event.key, event.shiftKey)) return;
    event.preventDefault();
    const { cursor, span } = model.state();
    const edge = (time: number): string => labels.full(time, source.gapMs(time));
    const moved = t.shown(edge(span.from), edge(span.to));
    const points = /^(Arrow|Page|Home|End)/.test(event.key) && !event.shiftKey;
    setHeard(points && cursor !== null ? told(cursor) : moved);
  };
  return (
    <div className={styles.chart}>
      <div className={styles.bar}>
        <Legend model={model} format={format} />
        <ChartTools
          model={model}
          timeZone={timeZone}
          labels={labels}
          fileName={fileName}
          tableOpen={tableOpen}
          onTable={() => setTableOpen(!tableOpen)}
        />
      </div>
      {/* The arrows are the chart's own, which is what the role says. */}
      <div
        className={styles.stage}
        role="application"
        aria-roledescription={t.chart}
        aria-label={title}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={onKey}
        onBlur={() => model.point(null)}
      >
        <Suspense fallback={<p className={styles.plot}>{t.drawing}</p>}>
          <PlotView model={model} timeZone={timeZone} labels={labels} />
        </Suspense>
      </div>
      <p id={help} className="hidden-text">
        {t.keyboard}
      </p>
      <p className="hidden-text" aria-live="polite">
        {heard}
      </p>
      {tableOpen && <ChartTable title={title} model={model} timeZone={timeZone} labels={labels} />}
    </div>
  );
}
