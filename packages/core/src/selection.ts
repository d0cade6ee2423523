/** Ids by module, in the order they were added: what is asked of a device in one request. */
export class Selection {
  readonly #modules = new Map<string, Set<string>>();

  static of(entries: Iterable<readonly [moduleId: string, id: string]>): Selection {
    const selection = new Selection();
    for (const [moduleId, id] of entries) selection.add(moduleId, id);
    return selection;
  }

  add(moduleId: string, id: string): this {
    const ids = this.#modules.get(moduleId);
    if (ids === undefined) this.#modules.set(moduleId, new Set([id]));
    else ids.add(id);
    return this;
  }

  delete(moduleId: string, id: string): void {
    const ids = this.#modules.get(moduleId);
    if (ids?.delete(id) === true && ids.size === 0) this.#modules.delete(moduleId);
  }

  has(moduleId: string, id: string): boolean {
    return this.#modules.get(moduleId)?.has(id) ?? false;
  }

  includes(other: Selection): boolean {
    return other.every((moduleId, id) => this.has(moduleId, id));
  }

  get size(): number {
    let size = 0;
    for (const ids of this.#modules.values()) size += ids.size;
    return size;
  }

  /** Whether it is so for each one; no iterator, since every query of a snapshot asks it. */
  every(holds: (moduleId: string, id: string) => boolean): boolean {
    for (const [moduleId, ids] of this.#modules) for (const id of ids) if (!holds(moduleId, id)) return false;
    return true;
  }

  /** `[moduleId, ids]` per module. */
  *modules(): Generator<readonly [moduleId: string, ids: readonly string[]]> {
    for (const [moduleId, ids] of this.#modules) yield [moduleId, [...ids]];
  }

  *[Symbol.iterator](): Generator<readonly [moduleId: string, id: string]> {
    for (const [moduleId, ids] of this.#modules) for (const id of ids) yield [moduleId, id];
  }
}
