import { cancelled, type PlenticoreError } from "./errors.ts";
import type { Runtime } from "./runtime.ts";
import { Selection } from "./selection.ts";

export interface MergedReaderOptions<Turn> {
  readonly runtime: Pick<Runtime, "monotonic" | "turn" | "sleep">;
  /** Age in ms of what is kept; infinite where nothing is. */
  ageMs(moduleId: string, id: string): number;
  /** Has `flush` run when it is this reader's turn. */
  enqueue(flush: (turn: Turn) => Promise<void>): Promise<void>;
  /** How long a reader waits for his turn while something else is asked of the device, in ms. */
  patienceMs(): number;
  /** What he is told who has waited so long. */
  busy(): PlenticoreError;
  /** Asks the device; afterwards each id is kept or marked. It goes on when its readers have gone: the device works on it anyhow. */
  fetch(wanted: Selection, turn: Turn): Promise<void>;
}

interface Waiter {
  /** All of it, also what is fresh now: it may be too old when the rest has come, and a request costs the same. */
  readonly wanted: Selection;
  readonly maxAgeMs: number;
  readonly askedAt: number;
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
  #scheduled = false;
  #aboard: ReadonlySet<Waiter> = new Set();

  constructor(options: MergedReaderOptions<Turn>) {
    this.#options = options;
  }

  /** Resolves when everything wanted is at most `maxAgeMs` old or marked; the values are then in the store. */
  async read(wanted: Selection, maxAgeMs: number, signal?: AbortSignal): Promise<void> {
    if (this.#isFresh(wanted, maxAgeMs)) return;
    if (signal?.aborted === true) throw cancelled();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { wanted, maxAgeMs, askedAt: this.#options.runtime.monotonic(), resolve, reject };
    const leave = () => {
      this.#settle(waiter, cancelled());
    };
    this.#waiters.add(waiter);
    signal?.addEventListener("abort", leave, { once: true });
    this.#schedule();
    const served = new AbortController();
    void this.#losePatience(waiter, served.signal);
    try {
      await promise;
    } finally {
      served.abort();
      signal?.removeEventListener("abort", leave);
    }
  }

  /** A device that has been working on something else for so long is as good as away to a reader. */
  async #losePatience(waiter: Waiter, served: AbortSignal): Promise<void> {
    try {
      await this.#options.runtime.sleep(this.#options.patienceMs(), { signal: served });
    } catch {
      return;
    }
    if (this.#aboard.has(waiter)) return;
    this.#settle(waiter, this.#options.busy());
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options
      .enqueue((turn) => this.#flush(turn))
      .catch((error: unknown) => {
        this.#scheduled = false;
        for (const waiter of this.#waiters) this.#settle(waiter, error);
      });
  }

  async #flush(turn: Turn): Promise<void> {
    await this.#options.runtime.turn();
    this.#scheduled = false;
    const aboard = new Set(this.#waiters);
    const wanted = new Selection();
    for (const waiter of aboard) for (const [moduleId, id] of waiter.wanted) wanted.add(moduleId, id);
    if (wanted.size === 0) return;
    const startedAt = this.#options.runtime.monotonic();
    this.#aboard = aboard;
    try {
      await this.#options.fetch(wanted, turn);
      for (const waiter of aboard) this.#settle(waiter);
      this.#serveLatecomers(wanted, startedAt);
    } catch (error) {
      for (const waiter of aboard) this.#settle(waiter, error);
    } finally {
      this.#aboard = new Set();
    }
    if (this.#waiters.size > 0) this.#schedule();
  }

  /** They asked after the request had begun: its answer serves those for whom its beginning is recent enough. */
  #serveLatecomers(answered: Selection, startedAt: number): void {
    for (const waiter of this.#waiters) {
      if (waiter.askedAt - startedAt <= waiter.maxAgeMs && answered.includes(waiter.wanted)) this.#settle(waiter);
    }
  }

  #isFresh(wanted: Selection, maxAgeMs: number): boolean {
    return wanted.every((moduleId, id) => this.#options.ageMs(moduleId, id) <= maxAgeMs);
  }

  #settle(waiter: Waiter, error?: unknown): void {
    if (!this.#waiters.delete(waiter)) return;
    if (error === undefined) waiter.resolve();
    else waiter.reject(error);
  }
}
