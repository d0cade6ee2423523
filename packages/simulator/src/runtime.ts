import { setTimeout as sleepFor } from "node:timers/promises";

/** What the simulator takes from the system. Another one makes its time a parameter. */
export interface SimulatorRuntime {
  /** ms since 1970. Drives the simulated clock, sessions and boot times. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const systemRuntime: SimulatorRuntime = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleepFor(ms, undefined, signal === undefined ? {} : { signal });
  },
};
