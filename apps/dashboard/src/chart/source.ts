import type { Samples } from "./samples.ts";
import type { TimeSpan } from "./zone.ts";

/** What a chart shows; it may change at any time, outside React. */
export interface ChartSource {
  /** Whether it goes on by itself. */
  readonly live: boolean;
  samples(): Samples;
  /** All that can be looked at. Of live values it moves on. */
  bounds(): TimeSpan;
  /** How far, in ms, a row at `time` may be from the one before to be joined with it by a line. */
  gapMs(time: number): number;
  /** Calls `listener` after each change. @returns what ends that */
  subscribe(listener: () => void): () => void;
}
