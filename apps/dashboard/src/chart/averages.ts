import { lowerBound, type Row, type Samples } from "./samples.ts";
import { stepOf } from "./time-ticks.ts";
import { offsetSpans, type TimeSpan } from "./zone.ts";

export interface Averages {
  /** Length of what each row is the mean of, in ms; 0 where the rows are the samples themselves. */
  readonly step: number;
  readonly rows: readonly Row[];
}

/**
 * What a table shows of a span: its samples where there are at most `most`, else their means over whole local times of the
 * zone (a row's time is where its piece begins). A mean is that of what is known; where nothing is, it is unknown.
 */
export function averages(samples: Samples, series: number, span: TimeSpan, timeZone: string, most: number): Averages {
  const first = lowerBound(samples, span.from);
  const end = lowerBound(samples, span.to);
  if (end - first <= most) return { step: 0, rows: exact(samples, series, first, end) };
  const step = stepOf(span.to - span.from, most - 1);
  const rows: Row[] = [];
  for (const { from, to, offset } of offsetSpans(span, timeZone)) {
    const stop = lowerBound(samples, to);
    for (let index = lowerBound(samples, from); index < stop; ) {
      const begin = Math.floor((samples.time(index) + offset) / step) * step - offset;
      const next = Math.min(lowerBound(samples, begin + step), stop);
      rows.push({ time: Math.max(begin, from), values: means(samples, series, index, next) });
      index = next;
    }
  }
  return { step, rows };
}

function exact(samples: Samples, series: number, first: number, end: number): Row[] {
  return Array.from({ length: end - first }, (_, row) => ({
    time: samples.time(first + row),
    values: means(samples, series, first + row, first + row + 1),
  }));
}

function means(samples: Samples, series: number, first: number, end: number): (number | null)[] {
  return Array.from({ length: series }, (_, column) => {
    let [sum, count] = [0, 0];
    for (let index = first; index < end; index++) {
      const value = samples.value(column, index);
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return count === 0 ? null : sum / count;
  });
}

/** All samples of a span, as they are. */
export function rowsIn(samples: Samples, series: number, span: TimeSpan): Row[] {
  return exact(samples, series, lowerBound(samples, span.from), lowerBound(samples, span.to));
}
