import { HandshakeError } from "./errors.ts";

/** Logins under way, by id: each step takes its transaction out, so that it can't be taken twice. */
export class Transactions<Transaction> {
  readonly #entries = new Map<string, { readonly transaction: Transaction; readonly expiresAt: number }>();
  readonly #now: () => number;
  readonly #ttlMs: number;
  readonly #max: number;

  constructor(options: { now: () => number; ttlMs: number; max: number }) {
    this.#now = options.now;
    this.#ttlMs = options.ttlMs;
    this.#max = options.max;
    if (!(this.#ttlMs > 0)) throw new HandshakeError("BAD_OPTIONS", "transactionTtlMs is not positive");
    if (!(this.#max >= 1)) throw new HandshakeError("BAD_OPTIONS", "maxTransactions is not positive");
  }

  /** Adds one; of too many the oldest goes, so that begun and abandoned logins take no memory without end. */
  add(id: string, transaction: Transaction): void {
    this.#entries.set(id, { transaction, expiresAt: this.#now() + this.#ttlMs });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#max) return;
      this.#entries.delete(oldest);
    }
  }

  /** Takes one out for good; undefined when there is none of this id or its time is over. */
  take(id: string): Transaction | undefined {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    return entry && entry.expiresAt > this.#now() ? entry.transaction : undefined;
  }
}
