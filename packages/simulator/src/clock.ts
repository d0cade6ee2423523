/** The device's time: runs `speed` times as fast as the runtime's, from where it was set. */
export class SimulatedClock {
  readonly #now: () => number;
  #base: number;
  #since: number;
  #speed: number;

  /** @param speed 0 stops it. */
  constructor(now: () => number, time: number, speed: number) {
    this.#now = now;
    this.#base = time;
    this.#since = now();
    this.#speed = speed;
  }

  get speed(): number {
    return this.#speed;
  }

  /** ms since 1970. */
  now(): number {
    return this.#base + (this.#now() - this.#since) * this.#speed;
  }

  set(change: { readonly time?: number; readonly speed?: number }): void {
    this.#base = change.time ?? this.now();
    this.#since = this.#now();
    this.#speed = change.speed ?? this.#speed;
  }
}
