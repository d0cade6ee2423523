import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: {
    unknown: "unknown",
    stale: (age: string): string => (age === "" ? "old value" : `old value, ${age}`),
    close: "Close",
    loading: "Loading …",
    mistake: "This part of the page has made a mistake",
    mistakeMore: "The inverters are not touched by it. If it stays, report the line below.",
    notLoaded: "This part of the page could not be loaded",
    notLoadedMore:
      "The gateway may be away for a moment, or is newer than this page. Trying again loads the page anew.",
    stillAway: "The gateway does not answer yet.",
    again: "Try again",
    reload: "Reload the page",
  },
  de: {
    unknown: "unbekannt",
    stale: (age: string) => (age === "" ? "alter Wert" : `alter Wert, ${age}`),
    close: "Schließen",
    loading: "Wird geladen …",
    mistake: "Dieser Teil der Seite hat einen Fehler gemacht",
    mistakeMore: "Die Wechselrichter betrifft das nicht. Bleibt es so, melden Sie bitte die Zeile darunter.",
    notLoaded: "Dieser Teil der Seite konnte nicht geladen werden",
    notLoadedMore:
      "Vielleicht ist das Gateway gerade weg, oder es ist neuer als diese Seite. Ein neuer Versuch lädt die Seite neu.",
    stillAway: "Das Gateway antwortet noch nicht.",
    again: "Noch einmal versuchen",
    reload: "Seite neu laden",
  },
});
