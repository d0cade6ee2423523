/** What a setting may hold after writes of which some were never answered; before the first confirmed one, anything. */
export class Written {
  readonly #history: string[] = [];
  /** Values before this index can't be held any more. */
  #since: number | undefined;

  /** Before a write is sent. @returns what to call when it was answered as done */
  begin(value: string): () => void {
    const index = this.#history.push(value) - 1;
    return () => {
      this.#since = Math.max(this.#since ?? 0, index);
    };
  }

  /** Before a read is sent. @returns whether it may answer this */
  read(): (value: string) => boolean {
    const since = this.#since;
    return (value) => since === undefined || this.#history.slice(since).includes(value);
  }
}
