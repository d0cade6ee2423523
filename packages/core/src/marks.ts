import type { ErrorCode } from "./errors.ts";
import type { Runtime } from "./runtime.ts";

const LIFE_MS = 3_600_000;
/** What could not be read may have been changed on its way, and need not be the device's word. */
const UNREADABLE_LIFE_MS = 60_000;

/** Ids that this device refused; forgotten after an hour, and whenever the device may have changed its mind. */
export class Marks {
  readonly #modules = new Map<string, Map<string, { readonly code: ErrorCode; readonly until: number }>>();
  readonly #runtime: Pick<Runtime, "monotonic">;

  constructor(runtime: Pick<Runtime, "monotonic">) {
    this.#runtime = runtime;
  }

  put(moduleId: string, id: string, code: ErrorCode, unreadable = false): void {
    let module = this.#modules.get(moduleId);
    if (module === undefined) {
      module = new Map();
      this.#modules.set(moduleId, module);
    }
    module.set(id, { code, until: this.#runtime.monotonic() + (unreadable ? UNREADABLE_LIFE_MS : LIFE_MS) });
  }

  get(moduleId: string, id: string): ErrorCode | undefined {
    const mark = this.#modules.get(moduleId)?.get(id);
    return mark !== undefined && mark.until > this.#runtime.monotonic() ? mark.code : undefined;
  }

  get isEmpty(): boolean {
    return this.#modules.size === 0;
  }

  clear(): void {
    this.#modules.clear();
  }
}
