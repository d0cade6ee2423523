import { useSyncExternalStore } from "react";

/** Pixels of the root's font where nothing scales it (base.css): what sizes on a canvas are made for. */
const usual = 15;

/** How much larger the page is written than usual: on walls, and for who asks his browser for larger text. */
export const rootScale = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize) / usual;

function onResize(listener: () => void): () => void {
  addEventListener("resize", listener);
  return () => removeEventListener("resize", listener);
}

/** The same; renders anew where another size of the window makes it another. */
export const useRootScale = (): number => useSyncExternalStore(onResize, rootScale);
