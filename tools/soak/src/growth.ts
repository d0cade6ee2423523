/** One look at the gateway. */
export interface Sample {
  /** Since the beginning, in ms. */
  readonly atMs: number;
  readonly value: number;
}

export interface GrowthOptions {
  /** What is before is warming up: code compiled, caches filled. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** So much more at the end than at the beginning is no growth. */
  readonly slack: number;
}

export interface Growth {
  /** The least of each window, since what is in flight comes on top. */
  readonly windows: readonly number[];
  /** Whether each window is above the one before and the last one above the first by more than the slack. */
  readonly grows: boolean;
}

const WINDOWS = 5;

/** @throws Error where a window is empty: then nothing can be said */
export function growth(samples: readonly Sample[], { fromMs, untilMs, slack }: GrowthOptions): Growth {
  const width = (untilMs - fromMs) / WINDOWS;
  const windows = Array.from({ length: WINDOWS }, (_, index) => {
    const start = fromMs + index * width;
    const inside = samples.filter(({ atMs }) => atMs >= start && atMs < start + width);
    if (inside.length === 0) throw new Error(`no sample in window ${index + 1} of ${WINDOWS}`);
    return Math.min(...inside.map(({ value }) => value));
  });
  const rises = windows.every((least, index) => index === 0 || least > (windows[index - 1] ?? Number.NaN));
  const [first = Number.NaN] = windows;
  return { windows, grows: rises && (windows.at(-1) ?? Number.NaN) - first > slack };
}
