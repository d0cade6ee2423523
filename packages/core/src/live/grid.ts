import type { Runtime } from "../runtime.ts";

const PHASES_MS = 3_600_000;

/**
 * The moments at which one inverter is polled: the multiples of a pace, from an origin of its own, so that paces that
 * divide each other meet, a late tick shifts none after it, and a thousand inverters do not tick together.
 */
export class Grid {
  readonly #origin: number;

  constructor(runtime: Pick<Runtime, "monotonic" | "random">) {
    this.#origin = Math.floor(runtime.monotonic() - runtime.random() * PHASES_MS);
  }

  /** The first moment that is not before `moment`; `paceMs` whole. */
  at(moment: number, paceMs: number): number {
    return this.#origin + Math.ceil((moment - this.#origin) / paceMs) * paceMs;
  }

  after(moment: number, paceMs: number): number {
    return this.#origin + (Math.floor((moment - this.#origin) / paceMs) + 1) * paceMs;
  }
}
