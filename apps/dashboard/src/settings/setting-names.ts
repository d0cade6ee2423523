import { germanNames } from "./german-names.ts";

/** What a person calls it, and whether that is English whatever the page's language; else the device's id. */
export function nameOf(
  { id, description }: { readonly id: string; readonly description: string | null },
  language: "en" | "de",
): { readonly name: string; readonly isEnglish: boolean } {
  const own = language === "de" && Object.hasOwn(germanNames, id) ? germanNames[id] : undefined;
  if (own !== undefined) return { name: own, isEnglish: false };
  return { name: description ?? id, isEnglish: description !== null };
}
