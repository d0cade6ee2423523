import { type ReactNode, useSyncExternalStore } from "react";
import type { Format } from "../text/format.ts";
import { useText } from "../text/use-text.ts";
import styles from "./chart.module.css";
import type { ChartModel } from "./chart-model.ts";
import type { ChartSeries } from "./series.ts";
import { text } from "./text.ts";
import { printed } from "./units.ts";

export interface LegendProps {
  readonly model: ChartModel;
  readonly format: Format;
}

/** A button a line, with the value that is pointed at, else the newest; it takes the line away and brings it back. */
export function Legend({ model, format }: LegendProps): ReactNode {
  const t = useText(text);
  const { cursor, latest, shown } = useSyncExternalStore(model.subscribe, model.state);
  const row = cursor ?? latest;
  return (
    <div className={styles.legend} role="group" aria-label={t.lines}>
      {model.series.map((series, index) => (
        <button
          key={series.key}
          type="button"
          className={styles.line}
          aria-pressed={shown[index]}
          onClick={() => model.toggle(index)}
        >
          <Stroke {...series} />
          <span>{series.label}</span>
          <span className={styles.value} aria-hidden="true">
            {printed(row?.values[index] ?? null, series.unit, format)}
          </span>
        </button>
      ))}
    </div>
  );
}

const Stroke = ({ color, dash }: ChartSeries): ReactNode => (
  <svg className={styles.stroke} viewBox="0 0 26 8" aria-hidden="true">
    <line x1="1" y1="4" x2="25" y2="4" style={{ stroke: `var(${color})` }} strokeDasharray={dash.join(" ")} />
  </svg>
);
