import { PlenticoreError } from "@plenticore/core";
import { defaultLimits, type Limits } from "./limits.ts";

export type LimitName = keyof Limits;

/** How often each limit refused or ended something since the start; none is missing. */
export type LimitCounts = Record<LimitName, number>;

/** Counts what limits refuse. */
export class LimitHits {
  readonly counts = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, 0])) as LimitCounts;

  count(name: LimitName): void {
    this.counts[name] += 1;
  }

  /**
   * Counts one refusal.
   *
   * @param message what is too much, and how much may be
   * @param retryAfterMs where the same is possible later
   */
  over(name: LimitName, message: string, retryAfterMs?: number): PlenticoreError {
    this.count(name);
    return new PlenticoreError(
      "LIMIT_EXCEEDED",
      `limits.${name}: ${message}`,
      retryAfterMs === undefined ? {} : { retryAfterMs },
    );
  }
}
