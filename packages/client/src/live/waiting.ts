import type { Keeps } from "../document.ts";
import { isObject } from "../result.ts";

/** Of results that are kept in turn, for a reader who does not come. */
export const mostKept = 1000;

/** What waits for a reader: one slot for each inverter or plant, or a queue with an end. */
export class Waiting<Item extends { readonly data: unknown }> {
  readonly #keeps: Keeps;
  #slots = new Map<unknown, Item>();
  #skipped = 0;

  constructor(keeps: Keeps) {
    this.#keeps = keeps;
  }

  put(item: Item): void {
    const key = this.#keeps === "newest" ? subjectOf(item.data) : Symbol("one more");
    // The newest stands at its own time, behind what came before it.
    if (this.#slots.delete(key)) this.#skipped += 1;
    this.#slots.set(key, item);
    if (this.#slots.size <= mostKept) return;
    this.#take();
    this.#skipped += 1;
  }

  /** The oldest that waits, and how many results of any were replaced or lost since the last one. */
  take(): (Item & { readonly skipped: number }) | undefined {
    const item = this.#take();
    if (item === undefined) return undefined;
    const skipped = this.#skipped;
    this.#skipped = 0;
    return { ...item, skipped };
  }

  clear(): void {
    this.#slots.clear();
  }

  #take(): Item | undefined {
    const [first] = this.#slots;
    if (first === undefined) return undefined;
    this.#slots.delete(first[0]);
    return first[1];
  }
}

/** Whom a result is about: the id beside it. */
function subjectOf(data: unknown): unknown {
  const [update] = isObject(data) ? Object.values(data) : [];
  if (!isObject(update)) return undefined;
  return update["inverterId"] ?? update["plantId"];
}
