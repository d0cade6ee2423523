/** Fractions of tokens add up to a little less than they should. */
const rounding = 1e-6;

/** So many tokens at once, and more evenly as time passes. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #capacity: number;
  #tokens: number;
  #at: number;

  /**
   * @param capacity how many there may be at once
   * @param now monotonic, in ms
   */
  constructor(perMinute: number, capacity: number, now: number) {
    this.#capacity = capacity;
    this.#perMs = perMinute / 60_000;
    this.#tokens = capacity;
    this.#at = now;
  }

  /**
   * Takes all of `count`, or none. More than the bucket holds is given when it is full.
   *
   * @returns how long it takes until there are as many, in whole ms; 0: they are taken
   */
  take(count: number, now: number): number {
    this.#refill(now);
    const missing = Math.min(count, this.#capacity) - this.#tokens;
    if (missing > rounding) return Math.max(1, Math.ceil(missing / this.#perMs));
    this.#tokens -= Math.min(count, this.#capacity);
    return 0;
  }

  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.#capacity;
  }

  #refill(now: number): void {
    // A clock that goes back gives nothing and takes nothing.
    const passed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.#capacity, this.#tokens + passed * this.#perMs);
  }
}
