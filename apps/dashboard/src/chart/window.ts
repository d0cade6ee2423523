import type { TimeSpan } from "./zone.ts";

/** No zoom shows less than this. */
const least = 60_000;

/** `span` moved and cut so that it lies in `bounds`, and is no shorter than a minute where they are not. */
export function within(span: TimeSpan, bounds: TimeSpan): TimeSpan {
  const whole = bounds.to - bounds.from;
  const length = Math.min(Math.max(span.to - span.from, Math.min(least, whole)), whole);
  const from = Math.min(Math.max(span.from, bounds.from), bounds.to - length);
  return { from, to: from + length };
}

/** `factor` below 1 shows less, around `center` (default the middle), which stays where it is. */
export function zoom(span: TimeSpan, bounds: TimeSpan, factor: number, center?: number): TimeSpan {
  const around = center === undefined || center < span.from || center > span.to ? (span.from + span.to) / 2 : center;
  const length = Math.max((span.to - span.from) * factor, Math.min(least, bounds.to - bounds.from));
  const share = (around - span.from) / Math.max(span.to - span.from, 1);
  return within({ from: around - share * length, to: around + (1 - share) * length }, bounds);
}

/** Moved by `share` of its length, to the left where it is negative. */
export function pan(span: TimeSpan, bounds: TimeSpan, share: number): TimeSpan {
  const by = (span.to - span.from) * share;
  return within({ from: span.from + by, to: span.to + by }, bounds);
}

/** Whether nothing is left out, to a millisecond. */
export const isWhole = (span: TimeSpan, bounds: TimeSpan): boolean =>
  span.from - bounds.from < 1 && bounds.to - span.to < 1;
