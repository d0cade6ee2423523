import type { Runtime } from "../runtime.ts";

export const backoffLimits = {
  /** Of the first wait, in ms. */
  firstMs: 1000,
  /** Of any wait, in ms. */
  mostMs: 30_000,
  /** A connection that lasted so long was a good one, in ms. */
  stableMs: 10_000,
} as const;

/** Waits that double, each with full jitter, also at the longest: a thousand clients do not come back in one moment. */
export class Backoff {
  readonly #runtime: Runtime;
  #attempts = 0;
  #connectedAt: number | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Attempts since the last good connection. */
  get attempts(): number {
    return this.#attempts;
  }

  connected(): void {
    this.#connectedAt = this.#runtime.now();
  }

  /** The wait before the next attempt, in ms; a connection that broke at once doesn't count as one. */
  next(atLeastMs = 0): number {
    const runtime = this.#runtime;
    if (this.#connectedAt !== undefined && runtime.now() - this.#connectedAt >= backoffLimits.stableMs)
      this.#attempts = 0;
    this.#connectedAt = undefined;
    const most = Math.min(backoffLimits.mostMs, backoffLimits.firstMs * 2 ** this.#attempts);
    this.#attempts += 1;
    return atLeastMs + runtime.random() * most;
  }
}
