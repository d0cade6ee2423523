import { randomBytes, randomInt } from "node:crypto";
import { setImmediate, setTimeout } from "node:timers/promises";

export interface SleepOptions {
  /** Ends the sleep early; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** A sleep that must not keep the process alive, as that of an idle session. Default false. */
  readonly background?: boolean;
}

/** Clock and chance as parameters: the only way to time in this package, so that tests own both. */
export interface Runtime {
  /** Wall clock, ms since epoch: for what users read. */
  now(): number;
  /** A clock that never jumps, in ms from any origin: for ages and deadlines. */
  monotonic(): number;
  sleep(ms: number, options?: SleepOptions): Promise<void>;
  /** Resolves after everything that is wanted in this moment has been asked for. */
  turn(): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
  randomBytes(length: number): Uint8Array;
}

const RANDOM_STEPS = 2 ** 32;

export const systemRuntime: Runtime = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, { signal, background = false } = {}) {
    await setTimeout(ms, undefined, signal === undefined ? { ref: !background } : { signal, ref: !background });
  },
  async turn() {
    await setImmediate();
  },
  random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
  randomBytes: (length) => randomBytes(length),
};
