import type { ChartUnit } from "./units.ts";

/** One line of a chart; its place in the list is its column of the samples. */
export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  readonly unit: ChartUnit;
  /** Name of a custom property of tokens.css, `--solar`. */
  readonly color: string;
  /** Lengths of strokes and gaps in px, so that lines differ by more than their colour; empty: one stroke. */
  readonly dash: readonly number[];
  /** Filled down to zero, faintly. */
  readonly filled?: boolean;
  /** Hidden until it is asked for. Default false. */
  readonly hidden?: boolean;
}

/** The units of a chart's series in their order: one axis each, the first on the left. */
export const unitsOf = (series: readonly ChartSeries[]): ChartUnit[] => [...new Set(series.map(({ unit }) => unit))];
