import type { Runtime } from "./runtime.ts";
import { quantity, type Timestamp } from "./units.ts";

export interface Observation<Value> {
  readonly value: Value;
  /** When the device's answer arrived. */
  readonly observedAt: Timestamp;
  /** The same moment on the clock that never jumps, in ms. */
  readonly observedAtMonotonic: number;
}

/** The last value of each id of one inverter. */
export class Snapshot<Value> {
  readonly #modules = new Map<string, Map<string, Observation<Value>>>();
  readonly #runtime: Pick<Runtime, "now" | "monotonic">;
  #revision = 0;
  #newestAt = Number.NEGATIVE_INFINITY;

  constructor(runtime: Pick<Runtime, "now" | "monotonic">) {
    this.#runtime = runtime;
  }

  put(moduleId: string, id: string, value: Value): void {
    let module = this.#modules.get(moduleId);
    if (module === undefined) {
      module = new Map();
      this.#modules.set(moduleId, module);
    }
    this.#revision += 1;
    this.#newestAt = this.#runtime.monotonic();
    module.set(id, {
      value,
      observedAt: quantity<Timestamp>(this.#runtime.now()),
      observedAtMonotonic: this.#newestAt,
    });
  }

  /** Changes with every value that is put. */
  get revision(): number {
    return this.#revision;
  }

  /** Age of the newest value in ms; infinite where there is none. */
  get newestAgeMs(): number {
    return this.#runtime.monotonic() - this.#newestAt;
  }

  get(moduleId: string, id: string): Observation<Value> | undefined {
    return this.#modules.get(moduleId)?.get(id);
  }

  /** Age in ms by the clock that never jumps; infinite where nothing was observed. */
  ageMs(moduleId: string, id: string): number {
    const observation = this.get(moduleId, id);
    return observation === undefined
      ? Number.POSITIVE_INFINITY
      : this.#runtime.monotonic() - observation.observedAtMonotonic;
  }
}
