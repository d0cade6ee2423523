import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** A part of the page that could not be loaded: the gateway is away, or newer than the page and has other files. */
export class PartNotLoadedError extends Error {
  override readonly name = "PartNotLoadedError";
}

/** A component that is loaded when it is first shown. Whatever the browser says when it can't be is a `PartNotLoadedError`. */
export const lazyPart = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> =>
  lazy(async () => {
    try {
      return { default: await load() };
    } catch (error) {
      throw new PartNotLoadedError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  });

/**
 * Loads the page anew, if there is somebody to load it from: otherwise what still stands would be gone, too. The part alone
 * can't be asked for again: browsers keep a module's failure, and Vite asks for a style only once.
 *
 * @returns false where nobody answers
 */
export async function reloadPage(): Promise<boolean> {
  const isThere = await fetch(location.pathname, { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isThere) location.reload();
  return isThere;
}
