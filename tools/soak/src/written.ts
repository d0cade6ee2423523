/** What a setting may hold, after writes of which some were never answered. */
export class Written {
  readonly #history: string[];
  /** Values before this index can't be held any more. */
  #since = 0;

  /** @param initial what it held before the first write; undefined: whatever is read first */
  constructor(initial: string) {
    this.#history = [initial];
  }

  /** Before a write is sent. @returns what to call when it was answered with this value, or never */
  begin(value: string): (confirmed: boolean) => void {
    const index = this.#history.push(value) - 1;
    return (confirmed) => {
      if (confirmed) this.#since = Math.max(this.#since, index);
    };
  }

  /** Before a read is sent. @returns whether it may answer this */
  read(): (value: string) => boolean {
    const since = this.#since;
    return (value) => this.#history.slice(since).includes(value);
  }
}
