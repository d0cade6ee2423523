import { type Row, samplesOf } from "../chart/samples.ts";
import type { ChartSource } from "../chart/source.ts";
import { spanOfDays } from "../chart/zone.ts";
import type { LogLoader } from "./log-loader.ts";
import type { LogSample } from "./log-rows.ts";

/** Rows of five minutes; one that is missing is a hole. */
const gapMs = 450_000;

/** The days of a log as a chart shows them, while they are still being read, too. */
export function logSource(loader: LogLoader, rowOf: (sample: LogSample) => Row, timeZone: string): ChartSource {
  let [known, samples] = [loader.state().samples, samplesOf(loader.state().samples.map(rowOf))];
  return {
    live: false,
    samples: () => {
      const { samples: now } = loader.state();
      if (now !== known) [known, samples] = [now, samplesOf(now.map(rowOf))];
      return samples;
    },
    bounds: () => {
      const { begin, end } = loader.state();
      return begin === "" ? { from: 0, to: 1 } : spanOfDays(begin, end, timeZone);
    },
    gapMs: () => gapMs,
    subscribe: loader.subscribe,
  };
}
