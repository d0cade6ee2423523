import { lowerBound, type Samples } from "./samples.ts";
import { stepOf } from "./time-ticks.ts";
import type { TimeSpan } from "./zone.ts";

/** What is drawn, as uPlot takes it: `null` breaks a line. Kept and filled again, since a live chart is drawn every second. */
export interface View {
  readonly times: number[];
  readonly values: (number | null)[][];
}

export const emptyView = (series: number): View => ({ times: [], values: Array.from({ length: series }, () => []) });

export interface DecimateOptions {
  readonly span: TimeSpan;
  /** Pieces that the span is cut into at most: about one a pixel. */
  readonly pieces: number;
  /** How far, in ms, a row at `time` may be from the one before to be joined with it by a line. */
  readonly gapMs: (time: number) => number;
}

/**
 * Fills `view` with as few rows as draw the same picture: of each piece of the span every series' least and greatest value,
 * in their order. Pieces begin at whole multiples of their length, so that a picture that moves on doesn't flicker. One row
 * outside on either side is kept, so that lines leave the picture.
 */
export function decimate(samples: Samples, { span, pieces, gapMs }: DecimateOptions, view: View): void {
  view.times.length = 0;
  for (const column of view.values) column.length = 0;
  const first = Math.max(0, lowerBound(samples, span.from) - 1);
  const end = Math.min(samples.length, lowerBound(samples, span.to) + 1);
  const width = end - first <= 2 * pieces ? 0 : stepOf(span.to - span.from, pieces);
  for (let start = first; start < end; ) {
    const stop = width === 0 ? start + 1 : endOfPiece(samples, start, end, width, gapMs);
    emit(samples, start, stop, view);
    if (stop < end && isGap(samples, stop, gapMs)) {
      view.times.push((samples.time(stop) + samples.time(stop - 1)) / 2);
      for (const column of view.values) column.push(null);
    }
    start = stop;
  }
}

type GapMs = DecimateOptions["gapMs"];

const isGap = (samples: Samples, index: number, gapMs: GapMs): boolean =>
  samples.time(index) - samples.time(index - 1) > gapMs(samples.time(index));

function endOfPiece(samples: Samples, start: number, end: number, width: number, gapMs: GapMs): number {
  const piece = Math.floor(samples.time(start) / width);
  let at = start + 1;
  while (at < end && Math.floor(samples.time(at) / width) === piece && !isGap(samples, at, gapMs)) at++;
  return at;
}

/** Rows `start` up to `stop` as one row, or as two. */
function emit(samples: Samples, start: number, stop: number, view: View): void {
  view.times.push(samples.time(start));
  if (stop - start > 1) view.times.push(samples.time(stop - 1));
  for (const [series, column] of view.values.entries()) {
    let [low, high] = [start, start];
    for (let index = start + 1; index < stop; index++) {
      const value = samples.value(series, index);
      if (Number.isNaN(value)) continue;
      // Not <= and >=: what is unknown compares with nothing.
      if (!(value >= samples.value(series, low))) low = index;
      if (!(value <= samples.value(series, high))) high = index;
    }
    column.push(known(samples.value(series, Math.min(low, high))));
    if (stop - start > 1) column.push(known(samples.value(series, Math.max(low, high))));
  }
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
