/** A table of numbers over time that is only looked at, so that a ring and a list are drawn alike. */
export interface Samples {
  readonly length: number;
  /** ms since 1970; ascends strictly with `index`. */
  time(index: number): number;
  /** NaN: unknown. */
  value(series: number, index: number): number;
}

/** The first index whose time is at least `time`; the length where there is none. */
export function lowerBound(samples: Samples, time: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (samples.time(middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index nearest in time, -1 of none. */
export function nearestIndex(samples: Samples, time: number): number {
  const after = lowerBound(samples, time);
  if (after === 0) return samples.length === 0 ? -1 : 0;
  if (after === samples.length) return after - 1;
  return samples.time(after) - time < time - samples.time(after - 1) ? after : after - 1;
}

/** A row of `Samples`. */
export interface Row {
  readonly time: number;
  readonly values: readonly (number | null)[];
}

/** Rows as they come from elsewhere: sorted, of two at one time the later one. */
export function samplesOf(rows: Iterable<Row>): Samples {
  const byTime = new Map<number, Row>();
  for (const row of rows) byTime.set(row.time, row);
  const sorted = [...byTime.values()].sort((one, other) => one.time - other.time);
  return {
    length: sorted.length,
    time: (index) => sorted[index]?.time ?? Number.NaN,
    value: (series, index) => sorted[index]?.values[series] ?? Number.NaN,
  };
}

/** `past` up to where `recent` begins, then `recent`. */
export function joined(past: Samples, recent: Samples): Samples {
  const before = recent.length === 0 ? past.length : lowerBound(past, recent.time(0));
  return {
    length: before + recent.length,
    time: (index) => (index < before ? past.time(index) : recent.time(index - before)),
    value: (series, index) => (index < before ? past.value(series, index) : recent.value(series, index - before)),
  };
}
