import { useSyncExternalStore } from "react";
import { createChoice } from "./choice.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** auto: as the system has it. tokens.css reads what `data-theme` says. */
export const themeChoice = createChoice<Theme>("theme", themes, () => "auto");

export const useTheme = (): Theme => useSyncExternalStore(themeChoice.subscribe, themeChoice.get);

/** Whether the page is dark now: for what draws on a canvas and must know. */
export function useIsDark(): boolean {
  const theme = useTheme();
  const system = useSyncExternalStore(onSystem, () => darkSystem().matches);
  return theme === "auto" ? system : theme === "dark";
}

const darkSystem = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

function onSystem(listener: () => void): () => void {
  const system = darkSystem();
  system.addEventListener("change", listener);
  return () => system.removeEventListener("change", listener);
}
