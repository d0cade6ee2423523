import type { Runtime } from "../runtime.ts";

const LONGEST_MS = 3_600_000;

/** One sleeper that can be woken before its time. */
export class Alarm {
  readonly #runtime: Pick<Runtime, "monotonic" | "sleep">;
  #asleep: AbortController | undefined;

  constructor(runtime: Pick<Runtime, "monotonic" | "sleep">) {
    this.#runtime = runtime;
  }

  /** Resolves at `moment` on the monotonic clock, when woken, or after an hour. */
  async sleepUntil(moment: number): Promise<void> {
    const asleep = new AbortController();
    this.#asleep = asleep;
    const ms = Math.min(Math.max(0, moment - this.#runtime.monotonic()), LONGEST_MS);
    try {
      await this.#runtime.sleep(ms, { signal: asleep.signal });
    } catch (error) {
      if (!asleep.signal.aborted) throw error;
    }
  }

  wake(): void {
    this.#asleep?.abort();
  }
}
