import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: {
    unknown: "unknown",
    stale: (age: string) => `old value, ${age}`,
    close: "Close",
    loading: "Loading …",
  },
  de: {
    unknown: "unbekannt",
    stale: (age: string) => `alter Wert, ${age}`,
    close: "Schließen",
    loading: "Wird geladen …",
  },
});
