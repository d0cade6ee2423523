/** One of a few values that this browser remembers. */
export interface Choice<T extends string> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** @param name the key in localStorage; a browser that keeps nothing forgets the choice with the page */
export function createChoice<T extends string>(name: string, values: readonly T[], fallback: () => T): Choice<T> {
  const listeners = new Set<() => void>();
  let chosen: T | undefined;
  const stored = (): T | undefined => values.find((value) => value === read(name));
  return {
    get: () => (chosen ??= stored() ?? fallback()),
    set: (value) => {
      chosen = value;
      write(name, value);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Private windows may keep nothing.
  }
}
