import { lowerBound, nearestIndex, type Row } from "./samples.ts";
import type { ChartSeries } from "./series.ts";
import type { ChartSource } from "./source.ts";
import { isWhole, pan, within, zoom } from "./window.ts";
import type { TimeSpan } from "./zone.ts";

export interface ChartState {
  /** What is looked at. */
  readonly span: TimeSpan;
  /** Nothing is left out; of live values, what comes is followed. */
  readonly whole: boolean;
  /** The row that is pointed at. */
  readonly cursor: Row | null;
  /** The newest row. */
  readonly latest: Row | null;
  /** Of each series, whether it is drawn. */
  readonly shown: readonly boolean[];
  /** Counts the changes of what can be looked at. */
  readonly revision: number;
}

/** Arrows go this many steps from one edge to the other: of a day by five minutes. */
const steps = 288;

/** What a chart looks at and points at, whoever draws it. */
export class ChartModel {
  readonly series: readonly ChartSeries[];
  readonly source: ChartSource;
  readonly #listeners = new Set<() => void>();
  /** Undefined: everything. */
  #zoomed: TimeSpan | undefined;
  #cursor: number | undefined;
  #shown: readonly boolean[];
  #revision = 0;
  #state: ChartState | undefined;

  constructor(source: ChartSource, series: readonly ChartSeries[]) {
    this.source = source;
    this.series = series;
    this.#shown = series.map(({ hidden }) => hidden !== true);
  }

  /** The same object until something changes. */
  readonly state = (): ChartState => {
    this.#state ??= {
      span: this.#span(),
      whole: this.#zoomed === undefined,
      cursor: this.#cursor === undefined ? null : this.#rowAt(nearestIndex(this.source.samples(), this.#cursor)),
      latest: this.#rowAt(this.source.samples().length - 1),
      shown: this.#shown,
      revision: this.#revision,
    };
    return this.#state;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the source. @returns what ends that */
  connect(): () => void {
    return this.source.subscribe(() => {
      this.#revision++;
      this.#changed();
    });
  }

  /** `factor` below 1 shows less, around what is pointed at. */
  zoom(factor: number): void {
    this.#look(zoom(this.#span(), this.source.bounds(), factor, this.#cursor));
  }

  /** `share` of what is shown, to the left where it is negative. */
  pan(share: number): void {
    this.#look(pan(this.#span(), this.source.bounds(), share));
  }

  select(span: TimeSpan): void {
    this.#look(within(span, this.source.bounds()));
  }

  reset(): void {
    this.#zoomed = undefined;
    this.#changed();
  }

  /** Points at what is nearest to a time; null points at nothing. */
  point(time: number | null): void {
    const index = time === null ? -1 : nearestIndex(this.source.samples(), time);
    const found = index < 0 ? undefined : this.source.samples().time(index);
    if (found === this.#cursor) return;
    this.#cursor = found;
    this.#changed();
  }

  /** Points so many steps on, at least at the next row; the view comes along. */
  step(by: number): void {
    const samples = this.source.samples();
    const { from, to } = this.#span();
    if (samples.length === 0) return;
    if (this.#cursor === undefined) return this.point(to);
    const at = nearestIndex(samples, this.#cursor);
    const aim = nearestIndex(samples, this.#cursor + (by * (to - from)) / steps);
    const next = by > 0 ? Math.max(aim, at + 1) : Math.min(aim, at - 1);
    const time = samples.time(Math.min(Math.max(next, 0), samples.length - 1));
    const bounds = this.source.bounds();
    if (time < from) this.#zoomed = within({ from: time, to: time + to - from }, bounds);
    if (time > to) this.#zoomed = within({ from: time - to + from, to: time }, bounds);
    this.point(time);
  }

  /** Points at the first or the last row that is shown. */
  edge(which: "first" | "last"): void {
    const samples = this.source.samples();
    const { from, to } = this.#span();
    const index = which === "first" ? lowerBound(samples, from) : lowerBound(samples, to + 1) - 1;
    if (index >= 0 && index < samples.length) this.point(samples.time(index));
  }

  /** Draws a series, or draws it no longer. */
  toggle(series: number): void {
    this.#shown = this.#shown.map((shown, index) => (index === series ? !shown : shown));
    this.#changed();
  }

  #span(): TimeSpan {
    const bounds = this.source.bounds();
    return this.#zoomed === undefined ? bounds : within(this.#zoomed, bounds);
  }

  #look(span: TimeSpan): void {
    this.#zoomed = isWhole(span, this.source.bounds()) ? undefined : span;
    this.#changed();
  }

  #rowAt(index: number): Row | null {
    const samples = this.source.samples();
    if (index < 0 || index >= samples.length) return null;
    return {
      time: samples.time(index),
      values: this.series.map((_, series) => {
        const value = samples.value(series, index);
        return Number.isNaN(value) ? null : value;
      }),
    };
  }

  #changed(): void {
    this.#state = undefined;
    for (const listener of this.#listeners) listener();
  }
}
