import { cancelled, type PlenticoreError } from "./errors.ts";
import type { Runtime } from "./runtime.ts";

/** A user's writes go before what a user reads, and both before what is polled. */
export const priorities = ["write", "read", "poll"] as const;
export type Priority = (typeof priorities)[number];

/** Sends one request, at least the queue's pause after the answer before it. */
export type Exchange = <Answer>(send: () => Promise<Answer>) => Promise<Answer>;

/** Lets a user's writes go first, within a turn of what is polled: those that wait, and those that come while it rests. */
export type GiveWay = (rest?: Promise<void>) => Promise<void>;

export interface QueueOptions {
  /** Pause between an answer and the next request, in ms. Default 20 (FACTS 6, quirk 2). */
  readonly pauseMs?: number;
}

interface Job {
  /** Resolves when it has ended, whatever came of it. @param within whether it runs in another one's turn */
  start(within?: boolean): Promise<void>;
  cancel(error: PlenticoreError): void;
}

/** One inverter's turnstile: one task at a time, in order of priority, then of arrival. */
export class RequestQueue {
  readonly #waiting: Record<Priority, Set<Job>> = { write: new Set(), read: new Set(), poll: new Set() };
  readonly #runtime: Pick<Runtime, "monotonic" | "sleep">;
  readonly #pauseMs: number;
  #busy = false;
  #closed: PlenticoreError | undefined;
  #idle = Promise.withResolvers<void>();
  #lastAnswerAt = Number.NEGATIVE_INFINITY;
  /** A write has come while a poll rests. */
  #onWrite: (() => void) | undefined;

  constructor(runtime: Pick<Runtime, "monotonic" | "sleep">, { pauseMs = 20 }: QueueOptions = {}) {
    this.#runtime = runtime;
    this.#pauseMs = pauseMs;
    this.#idle.resolve();
  }

  /** Tasks that wait, and the one that runs. */
  get length(): number {
    const { write, read, poll } = this.#waiting;
    return write.size + read.size + poll.size + (this.#busy ? 1 : 0);
  }

  /** Runs `task` when its turn comes. `signal` takes it out of the queue; a running task minds its own signal. */
  run<Result>(
    priority: Priority,
    task: (exchange: Exchange, giveWay: GiveWay) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (signal?.aborted === true) return Promise.reject(cancelled());
    return new Promise<Result>((resolve, reject) => {
      const waiting = this.#waiting[priority];
      const leave = () => job.cancel(cancelled());
      const job: Job = {
        start: (within = false) => {
          signal?.removeEventListener("abort", leave);
          const giveWay: GiveWay = priority === "poll" ? (rest) => this.#giveWay(rest) : (rest) => rest ?? nothing;
          return this.#work(() => task(this.exchange, giveWay), within).then(resolve, reject);
        },
        cancel: (error) => {
          waiting.delete(job);
          signal?.removeEventListener("abort", leave);
          reject(error);
        },
      };
      signal?.addEventListener("abort", leave, { once: true });
      waiting.add(job);
      if (priority === "write") this.#onWrite?.();
      this.#next();
    });
  }

  /** Refuses what waits and what comes; resolves when the running task has ended. */
  async close(reason: PlenticoreError): Promise<void> {
    this.#closed = reason;
    for (const priority of priorities) {
      for (const job of [...this.#waiting[priority]]) job.cancel(reason);
    }
    await this.#idle.promise;
  }

  /** Paced like every request of this queue, for what must be sent outside a turn (the logout at the end). */
  readonly exchange: Exchange = async (send) => {
    await this.#pause();
    try {
      return await send();
    } finally {
      this.#lastAnswerAt = this.#runtime.monotonic();
    }
  };

  async #pause(): Promise<void> {
    const wait = this.#lastAnswerAt + this.#pauseMs - this.#runtime.monotonic();
    if (wait > 0) await this.#runtime.sleep(wait);
  }

  #next(): void {
    if (this.#busy) return;
    for (const priority of priorities) {
      const [job] = this.#waiting[priority];
      if (job === undefined) continue;
      this.#waiting[priority].delete(job);
      // Taken before anything is awaited: nobody who arrives in this tick finds the queue free.
      this.#busy = true;
      this.#idle = Promise.withResolvers<void>();
      void job.start();
      return;
    }
  }

  async #work<Result>(task: () => Promise<Result>, within: boolean): Promise<Result> {
    try {
      // Before the task and not only before its request: what comes meanwhile may still go into that request.
      await this.#pause();
      return await task();
    } finally {
      if (!within) {
        this.#busy = false;
        this.#idle.resolve();
        this.#next();
      }
    }
  }

  async #giveWay(rest: Promise<void> = nothing): Promise<void> {
    let rested = false;
    const resting = rest.finally(() => {
      rested = true;
    });
    // It may end while a write runs, and is waited for after that.
    resting.catch(() => undefined);
    await Promise.resolve();
    for (;;) {
      for (const job of this.#waiting.write) {
        this.#waiting.write.delete(job);
        await job.start(true);
      }
      if (rested) return resting;
      const { promise: write, resolve } = Promise.withResolvers<void>();
      this.#onWrite = resolve;
      await Promise.race([resting, write]).finally(() => {
        this.#onWrite = undefined;
      });
    }
  }
}

const nothing: Promise<void> = Promise.resolve();
