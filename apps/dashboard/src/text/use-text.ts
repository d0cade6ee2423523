import { useMemo } from "react";
import type { TextPair, Texts } from "./define-text.ts";
import { createFormat, type Format } from "./format.ts";
import { useLanguage } from "./language.ts";

/** A feature's texts in the language of the page. */
export function useText<T extends Texts>(pair: TextPair<T>): TextPair<T>["en"] {
  return pair[useLanguage()];
}

/** How the page writes numbers, units and dates. Without `timeZone`: in the browser's own. */
export function useFormat(timeZone?: string): Format {
  const language = useLanguage();
  return useMemo(() => createFormat(language, timeZone), [language, timeZone]);
}
