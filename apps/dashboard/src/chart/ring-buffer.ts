import type { Samples } from "./samples.ts";

/** The newest `capacity` rows of numbers over time, in memory that is taken once and never grows. */
export class RingBuffer implements Samples {
  readonly #times: Float64Array;
  readonly #values: readonly Float32Array[];
  #start = 0;
  #length = 0;

  /** @param series how many numbers a row has */
  constructor(capacity: number, series: number) {
    this.#times = new Float64Array(capacity);
    this.#values = Array.from({ length: series }, () => new Float32Array(capacity));
  }

  get length(): number {
    return this.#length;
  }

  time(index: number): number {
    return this.#times[this.#at(index)] ?? Number.NaN;
  }

  value(series: number, index: number): number {
    return this.#values[series]?.[this.#at(index)] ?? Number.NaN;
  }

  /** Adds a row; the oldest goes where there is no room. @returns false for what is not newer than the newest: it is left out */
  push(time: number, values: readonly (number | null)[]): boolean {
    if (this.#length > 0 && !(time > this.time(this.#length - 1))) return false;
    const capacity = this.#times.length;
    if (this.#length === capacity) this.#start = (this.#start + 1) % capacity;
    else this.#length++;
    const at = this.#at(this.#length - 1);
    this.#times[at] = time;
    for (const [series, column] of this.#values.entries()) column[at] = values[series] ?? Number.NaN;
    return true;
  }

  #at(index: number): number {
    return (this.#start + index) % this.#times.length;
  }
}
