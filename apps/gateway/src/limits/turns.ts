/** Monotonic, in ms. */
export interface TurnsOptions {
  readonly now: () => number;
  /** Calls back when what came meanwhile has been seen to: the event loop's next round. */
  readonly nextRound: (callback: () => void) => void;
}

/** Who asked within this time shares the gateway, in ms. */
const recentMs = 1000;
/** How often it is seen who does, in ms. */
const lookEveryMs = 100;

/**
 * Lets those who share the gateway in by turns: of each one request a round, so that who sends a thousand at once waits for
 * himself, and the others only for one of his. Who is alone waits for nobody.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #seenAt = new Map<string, number>();
  /** Those who had their turn in this round, each with who waits. */
  readonly #round = new Map<string, (() => void)[]>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isShared = false;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** @returns undefined: it is his turn; else when it is */
  take(name: string): Promise<void> | undefined {
    this.#see(name);
    const waiting = this.#round.get(name);
    if (waiting !== undefined) return new Promise((resolve) => waiting.push(resolve));
    if (!this.#isShared) return undefined;
    if (this.#round.size === 0) this.#options.nextRound(this.#begin);
    this.#round.set(name, []);
    return undefined;
  }

  #see(name: string): void {
    const now = this.#options.now();
    this.#seenAt.set(name, now);
    if (now - this.#lookedAt < lookEveryMs) return;
    this.#lookedAt = now;
    for (const [one, at] of this.#seenAt) if (now - at > recentMs) this.#seenAt.delete(one);
    this.#isShared = this.#seenAt.size > 1;
  }

  /** The next round: one of each who waits. */
  readonly #begin = (): void => {
    for (const [name, waiting] of this.#round) {
      const next = waiting.shift();
      if (next === undefined) this.#round.delete(name);
      else next();
    }
    if (this.#round.size > 0) this.#options.nextRound(this.#begin);
  };
}
