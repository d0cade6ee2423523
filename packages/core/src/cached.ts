/** A value that is read once and kept until it is invalidated; all who want it at once share one reading. */
export class Cached<Value> {
  readonly #load: () => Promise<Value>;
  #reading: Promise<Value> | undefined;
  #value: { readonly value: Value } | undefined;
  #last: Value | undefined;

  constructor(load: () => Promise<Value>) {
    this.#load = load;
  }

  get(): Promise<Value> {
    if (this.#value !== undefined) return Promise.resolve(this.#value.value);
    if (this.#reading !== undefined) return this.#reading;
    const reading = this.#load().then(
      (value) => {
        this.#last = value;
        // Invalidated meanwhile: good enough for those who waited, not kept for others.
        if (this.#reading === reading) {
          this.#value = { value };
          this.#reading = undefined;
        }
        return value;
      },
      (error: unknown) => {
        if (this.#reading === reading) this.#reading = undefined;
        throw error;
      },
    );
    this.#reading = reading;
    return reading;
  }

  /** Keeps what was read otherwise. */
  set(value: Value): void {
    this.#reading = undefined;
    this.#value = { value };
    this.#last = value;
  }

  /** What was read last, also where it may be different by now. */
  last(): Value | undefined {
    return this.#last;
  }

  /** What is kept, without reading. */
  peek(): Value | undefined {
    return this.#value?.value;
  }

  /** Whether it is kept, or is being read. */
  get asked(): boolean {
    return this.#value !== undefined || this.#reading !== undefined;
  }

  invalidate(): void {
    this.#value = undefined;
    this.#reading = undefined;
  }
}
