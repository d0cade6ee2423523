import { setTimeout } from "node:timers/promises";
import type { Log } from "../log.ts";

export interface RefusalLinesOptions {
  /** Writes how many were left out. */
  readonly warn: Log;
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** Resolves after a time. Default: by the system's clock. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Of all networks together: each has its own share, and who has a /48 of IPv6 has 65,536 of them. */
const linesPerMinute = 300;
const minuteMs = 60_000;

/** What the log tells of strangers who are refused: some each minute, and how many more there were. */
export class RefusalLines {
  readonly #options: RefusalLinesOptions;
  #begunAt = Number.NEGATIVE_INFINITY;
  #written = 0;
  #leftOut = 0;

  constructor(options: RefusalLinesOptions) {
    this.#options = options;
  }

  /** One refusal. @param write not called where the minute has had its lines */
  add(write: () => void): void {
    this.#begin();
    if (this.#written >= linesPerMinute) {
      this.leaveOut();
      return;
    }
    this.#written += 1;
    write();
  }

  /** One that is told late, or not at all: it is only counted. */
  leaveOut(): void {
    const { now, sleep = systemSleep } = this.#options;
    this.#begin();
    this.#leftOut += 1;
    if (this.#leftOut === 1) void sleep(this.#begunAt + minuteMs - now()).then(() => this.tell());
  }

  /** How many were left out since it was told last, if any. */
  tell(): void {
    const count = this.#leftOut;
    this.#leftOut = 0;
    if (count > 0) this.#options.warn("left refusals out of the log", { count });
  }

  #begin(): void {
    const now = this.#options.now();
    if (now - this.#begunAt < minuteMs) return;
    this.#begunAt = now;
    this.#written = 0;
  }
}

const systemSleep = (ms: number): Promise<void> => setTimeout(ms, undefined, { ref: false });
