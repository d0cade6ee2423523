/** Keeps the API key as long as this tab is open, and nowhere else: not in the address, not for other tabs. */
export interface KeyStore {
  get(): string | undefined;
  set(key: string | undefined): void;
}

const name = "plenticore-key";

/** @param storage sessionStorage; one that keeps nothing still serves until the page is left */
export function createKeyStore(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">): KeyStore {
  let kept: string | undefined;
  try {
    kept = storage.getItem(name) ?? undefined;
  } catch {
    kept = undefined;
  }
  return {
    get: () => kept,
    set: (key) => {
      kept = key;
      try {
        if (key === undefined) storage.removeItem(name);
        else storage.setItem(name, key);
      } catch {
        // Kept in memory then.
      }
    },
  };
}
