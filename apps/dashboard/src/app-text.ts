import { defineText } from "./text/define-text.ts";

export const text = defineText({
  en: {
    product: "Plenticore Gateway",
    skip: "Skip to the content",
    unreachable: "The gateway does not answer",
    unreachableMore: "This page goes on trying, and opens as soon as there is an answer.",
    notFound: "There is nothing here",
    notFoundMore: "The address names no view, plant or inverter that this login sees.",
    toOverview: "To the overview",
  },
  de: {
    product: "Plenticore Gateway",
    skip: "Zum Inhalt springen",
    unreachable: "Das Gateway antwortet nicht",
    unreachableMore: "Diese Seite versucht es weiter und öffnet sich, sobald eine Antwort da ist.",
    notFound: "Hier ist nichts",
    notFoundMore: "Die Adresse nennt keine Ansicht, keine Anlage und keinen Wechselrichter, den diese Anmeldung sieht.",
    toOverview: "Zur Übersicht",
  },
});
