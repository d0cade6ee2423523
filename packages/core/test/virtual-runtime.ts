import type { Runtime, SleepOptions } from "../src/runtime.ts";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

export interface VirtualRuntime extends Runtime {
  /** Lets time pass, waking sleepers in their order; everything they cause runs before the next one. */
  advance(ms: number): Promise<void>;
  /** Runs what needs no time. */
  settle(): Promise<void>;
  /** Sets the wall clock alone, as an administrator or NTP would. */
  jump(ms: number): void;
  readonly sleeping: number;
}

const START = Date.UTC(2026, 5, 21, 10);

/** A clock that stands still until a test moves it. */
export function virtualRuntime(random: () => number = () => 0.5): VirtualRuntime {
  let monotonic = 0;
  let wall = START;
  const sleepers = new Set<Sleeper>();
  const settle = async () => {
    for (let round = 0; round < 25; round++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => wall,
    monotonic: () => monotonic,
    random,
    randomBytes: (length) => new Uint8Array(length).fill(7),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (ms: number, { signal }: SleepOptions = {}) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const sleeper: Sleeper = {
          until: monotonic + ms,
          wake: () => {
            signal?.removeEventListener("abort", abort);
            resolve();
          },
        };
        const abort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener("abort", abort, { once: true });
        sleepers.add(sleeper);
      }),
    settle,
    async advance(ms) {
      const end = monotonic + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].sort((a, b) => a.until - b.until).find(({ until }) => until <= end);
        if (next === undefined) break;
        sleepers.delete(next);
        wall += Math.max(0, next.until - monotonic);
        monotonic = Math.max(monotonic, next.until);
        next.wake();
        await settle();
      }
      wall += end - monotonic;
      monotonic = end;
      await settle();
    },
    jump(ms) {
      wall += ms;
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}
