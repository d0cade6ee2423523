import { cancelled, type PlenticoreError } from "./errors.ts";
import type { Priority } from "./queue.ts";
import type { Runtime } from "./runtime.ts";
import { Selection } from "./selection.ts";

export interface MergedReaderOptions<Turn> {
  readonly runtime: Pick<Runtime, "monotonic" | "turn" | "sleep">;
  /** Age in ms of what is kept; infinite where nothing is. */
  ageMs(moduleId: string, id: string): number;
  /** Has `flush` run when it is this reader's turn. */
  enqueue(priority: ReadPriority, flush: (turn: Turn) => Promise<void>): Promise<void>;
  /** How long a reader waits for his turn while the device says nothing at all, in ms. */
  readonly patienceMs: () => number;
  /** When the device last answered anything, on the monotonic clock. */
  readonly lastAnswerAt: () => number;
  /** What he is told who has waited so long. */
  readonly busy: () => PlenticoreError;
  /** Asks the device; afterwards each id is kept or marked. It goes on when its readers have gone: the device works on it anyhow. */
  fetch(wanted: Selection, turn: Turn, callers: readonly unknown[]): Promise<void>;
  /** Who asks at this moment, for the observer of requests; undefined where there is none. */
  caller?(): unknown;
}

export type ReadPriority = Exclude<Priority, "write">;

const PATIENCE_STEP_MS = 100;
/** What is kept is read anew before it is too old by this many times what a reading takes. */
const AHEAD = 2;

interface Waiter {
  /** All of it, also what is fresh now: it may be too old when the rest has come, and a request costs the same. */
  readonly wanted: Selection;
  readonly maxAgeMs: number;
  readonly priority: ReadPriority;
  readonly askedAt: number;
  readonly caller: unknown;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one request out of what many want of one inverter: whoever asks while the reader waits for its turn goes into
 * the same request, and whoever asks while it is under way is served by its answer if that is young enough for him.
 */
export class MergedReader<Turn> {
  readonly #options: MergedReaderOptions<Turn>;
  readonly #waiters = new Set<Waiter>();
  readonly #scheduled = new Set<ReadPriority>();
  /** What is being read ahead of its need. */
  readonly #ahead = new Set<Selection>();
  /** How long the last reading took, with its wait in the queue. */
  #tookMs = 0;
  #aboard: ReadonlySet<Waiter> = new Set();

  constructor(options: MergedReaderOptions<Turn>) {
    this.#options = options;
  }

  /** Resolves when everything wanted is at most `maxAgeMs` old or marked; the values are then in the store. */
  async read(
    wanted: Selection,
    maxAgeMs: number,
    signal?: AbortSignal,
    priority: ReadPriority = "read",
  ): Promise<void> {
    const served = priority === "read" ? this.serves(wanted, maxAgeMs) : this.#oldestMs(wanted) <= maxAgeMs;
    if (!served) await this.#wait(wanted, maxAgeMs, priority, signal);
  }

  /**
   * Whether nothing need be asked for who wants this now. Where it will soon be too old it is read anew in the
   * background, so that those who come next need not wait either: one reading a demand, and none where nobody asks.
   */
  serves(wanted: Selection, maxAgeMs: number): boolean {
    const ageMs = this.#oldestMs(wanted);
    if (ageMs > maxAgeMs) return false;
    if (ageMs > Math.max(maxAgeMs / 2, maxAgeMs - AHEAD * this.#tookMs)) this.#readAhead(wanted, maxAgeMs);
    return true;
  }

  #readAhead(wanted: Selection, maxAgeMs: number): void {
    for (const ahead of this.#ahead) if (ahead === wanted || ahead.includes(wanted)) return;
    this.#ahead.add(wanted);
    this.#wait(wanted, maxAgeMs, "poll")
      // Nobody waits for it: whoever finds the values too old reads them himself, and is told why he can't.
      .catch(() => undefined)
      .finally(() => this.#ahead.delete(wanted));
  }

  async #wait(wanted: Selection, maxAgeMs: number, priority: ReadPriority, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) throw cancelled();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const askedAt = this.#options.runtime.monotonic();
    const caller = this.#options.caller?.();
    const waiter: Waiter = { wanted, maxAgeMs, priority, askedAt, caller, resolve, reject };
    const leave = () => {
      this.#settle(waiter, cancelled());
    };
    this.#waiters.add(waiter);
    signal?.addEventListener("abort", leave, { once: true });
    this.#schedule(priority);
    const served = new AbortController();
    void this.#losePatience(waiter, served.signal);
    try {
      await promise;
    } finally {
      served.abort();
      signal?.removeEventListener("abort", leave);
    }
  }

  /** A device that has been working on one thing for so long is as good as away to who waits; one that answers others is not. */
  async #losePatience(waiter: Waiter, served: AbortSignal): Promise<void> {
    const { runtime, patienceMs, lastAnswerAt, busy } = this.#options;
    for (;;) {
      const quietSince = Math.max(waiter.askedAt, lastAnswerAt());
      const left = quietSince + patienceMs() - runtime.monotonic();
      if (left <= 0 && !this.#aboard.has(waiter)) break;
      try {
        await runtime.sleep(Math.max(left, PATIENCE_STEP_MS), { signal: served });
      } catch {
        return;
      }
    }
    this.#settle(waiter, busy());
  }

  /** A user who joins those that are polled for does not wait as long as they do. */
  #schedule(priority: ReadPriority): void {
    if (this.#scheduled.has(priority) || this.#scheduled.has("read")) return;
    this.#scheduled.add(priority);
    const scheduledAt = this.#options.runtime.monotonic();
    this.#options
      .enqueue(priority, (turn) => this.#flush(turn, priority, scheduledAt))
      .catch((error: unknown) => {
        this.#scheduled.delete(priority);
        for (const waiter of this.#waiters) this.#settle(waiter, error);
      });
  }

  async #flush(turn: Turn, priority: ReadPriority, scheduledAt: number): Promise<void> {
    await this.#options.runtime.turn();
    this.#scheduled.delete(priority);
    const aboard = new Set(this.#waiters);
    const wanted = new Selection();
    for (const waiter of aboard) for (const [moduleId, id] of waiter.wanted) wanted.add(moduleId, id);
    if (wanted.size === 0) return;
    const startedAt = this.#options.runtime.monotonic();
    this.#aboard = aboard;
    try {
      await this.#options.fetch(wanted, turn, callersOf(aboard));
      this.#tookMs = this.#options.runtime.monotonic() - scheduledAt;
      for (const waiter of aboard) this.#settle(waiter);
      this.#serveLatecomers(wanted, startedAt);
    } catch (error) {
      for (const waiter of aboard) this.#settle(waiter, error);
    } finally {
      this.#aboard = new Set();
    }
    for (const waiter of this.#waiters) this.#schedule(waiter.priority);
  }

  /** They asked after the request had begun: its answer serves those for whom its beginning is recent enough. */
  #serveLatecomers(answered: Selection, startedAt: number): void {
    for (const waiter of this.#waiters) {
      if (waiter.askedAt - startedAt <= waiter.maxAgeMs && answered.includes(waiter.wanted)) this.#settle(waiter);
    }
  }

  #oldestMs(wanted: Selection): number {
    let oldestMs = 0;
    wanted.every((moduleId, id) => {
      oldestMs = Math.max(oldestMs, this.#options.ageMs(moduleId, id));
      return oldestMs < Number.POSITIVE_INFINITY;
    });
    return oldestMs;
  }

  #settle(waiter: Waiter, error?: unknown): void {
    if (!this.#waiters.delete(waiter)) return;
    if (error === undefined) waiter.resolve();
    else waiter.reject(error);
  }
}

function callersOf(waiters: ReadonlySet<Waiter>): unknown[] {
  const callers = new Set<unknown>();
  for (const { caller } of waiters) if (caller !== undefined) callers.add(caller);
  return [...callers];
}
