/** What must not be, by kind: the first of each are kept word by word, all are counted. */
export class Findings {
  readonly #kinds = new Map<string, { count: number; readonly examples: string[] }>();

  add(kind: string, example: string): void {
    const found = this.#kinds.get(kind) ?? { count: 0, examples: [] };
    found.count += 1;
    if (found.examples.length < 3) found.examples.push(example.slice(0, 500));
    this.#kinds.set(kind, found);
  }

  get kinds(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  lines(): string[] {
    return Array.from(this.#kinds).flatMap(([kind, { count, examples }]) => [
      `${kind}: ${count} times`,
      ...examples.map((example) => `    ${example}`),
    ]);
  }
}
