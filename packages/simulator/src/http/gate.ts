/** Lets so many in at once; the others wait in the order in which they came. */
export class Gate {
  #capacity: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get isFull(): boolean {
    return this.#inside >= this.#capacity;
  }

  set capacity(capacity: number) {
    this.#capacity = capacity;
    this.#admit();
  }

  /** Resolves with the way out, which may be called more than once. */
  async enter(): Promise<() => void> {
    if (this.isFull || this.#waiting.length > 0) {
      const turn = Promise.withResolvers<void>();
      this.#waiting.push(turn.resolve);
      await turn.promise;
    } else {
      this.#inside += 1;
    }
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inside -= 1;
      this.#admit();
    };
  }

  #admit(): void {
    while (!this.isFull) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      // Counted before it runs: whoever comes in the same tick finds the gate full.
      this.#inside += 1;
      next();
    }
  }
}
