import { setTimeout } from "node:timers/promises";

/** Time as a parameter: tests own it. */
export interface Clock {
  /** A clock that never jumps, in ms from any origin. */
  now(): number;
  /** Resolves after `ms`, and early when `signal` aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  },
};
