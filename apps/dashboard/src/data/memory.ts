/** The last of what was shown, by what was asked for: who comes back to a view while the gateway is away sees it, with its age. */
export class Memory {
  readonly #last = new Map<string, unknown>();

  /** The same object until something else is kept. */
  get<T>(key: string): T | undefined {
    return this.#last.get(key) as T | undefined;
  }

  keep(key: string, value: unknown): void {
    // The newest at the end, so that the first is what was longest of no use.
    this.#last.delete(key);
    this.#last.set(key, value);
    const [oldest] = this.#last.keys();
    if (this.#last.size > most && oldest !== undefined) this.#last.delete(oldest);
  }
}

/** Days of a chart are many; nobody comes back to all of them. */
const most = 200;

/** By what an answer is kept. */
export const memoryKey = (documentName: string, variables: unknown): string =>
  JSON.stringify([documentName, variables]);
