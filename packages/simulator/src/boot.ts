import { SECOND } from "./model/zone.ts";

/** `booting`: only the web server answers. `warming`: the API answers, its processes don't. */
export type BootState = "booting" | "warming" | "up";

/** Where a device is after a reboot. Its time runs with the device's clock, but never slower than real time. */
export class Boot {
  readonly #now: () => number;
  readonly #speed: () => number;
  readonly #bootMs: number;
  readonly #warmUpMs: number;
  #begunAt: number | undefined;

  /**
   * @param now real time in ms
   * @param speed simulated seconds a real second
   */
  constructor(
    times: { readonly bootSeconds: number; readonly warmUpSeconds: number },
    now: () => number,
    speed: () => number,
  ) {
    this.#now = now;
    this.#speed = speed;
    this.#bootMs = times.bootSeconds * SECOND;
    this.#warmUpMs = times.warmUpSeconds * SECOND;
  }

  begin(): void {
    this.#begunAt = this.#now();
  }

  get state(): BootState {
    if (this.#begunAt === undefined) return "up";
    const elapsed = (this.#now() - this.#begunAt) * Math.max(1, this.#speed());
    if (elapsed < this.#bootMs) return "booting";
    return elapsed < this.#bootMs + this.#warmUpMs ? "warming" : "up";
  }
}
