import { useSyncExternalStore } from "react";
import { createChoice } from "../data/choice.ts";
import type { Language } from "./define-text.ts";

const languages = ["en", "de"] as const satisfies readonly Language[];

/** What the browser would like best of what there is. */
export function preferredLanguage(wished: readonly string[]): Language {
  const known = wished.map((tag) => languages.find((language) => tag.toLowerCase().split("-")[0] === language));
  return known.find((language) => language !== undefined) ?? "en";
}

/** Chosen in the header, else the browser's; `<html lang>` follows. */
export const languageChoice = createChoice<Language>("language", languages, () =>
  preferredLanguage(navigator.languages),
);

export const useLanguage = (): Language => useSyncExternalStore(languageChoice.subscribe, languageChoice.get);
