import { useSyncExternalStore } from "react";
import type { Layout } from "./selection.ts";

/** Below this, a quarter hour of a day in a row would be too narrow to hit. */
const wide = "(min-width: 60rem)";

const subscribe = (listener: () => void): (() => void) => {
  const query = matchMedia(wide);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

export const useLayout = (): Layout =>
  useSyncExternalStore(subscribe, () => matchMedia(wide).matches) ? "days-as-rows" : "days-as-columns";
