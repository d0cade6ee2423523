import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: {
    views: "Views",
    overview: "Overview",
    fleet: "Fleet",
    add: "Add inverter",
    plant: "Plant",
    allPlants: "All plants",
    menu: "Menu",
    language: "Language",
    theme: "Theme",
    auto: "As the system",
    light: "Light",
    dark: "Dark",
    signedInAs: "Signed in as",
    role: "Role",
    roles: (role: "VIEWER" | "OPERATOR" | "ADMIN") =>
      ({ VIEWER: "Viewer: may look", OPERATOR: "Operator: may change settings", ADMIN: "Admin: may do everything" })[
        role
      ],
    readOnly: "The gateway is read-only: nobody changes anything here.",
    signOut: "Sign out",
    live: "Live",
    connecting: "Connecting …",
    lost: "No connection",
    paused: "Paused",
    connection: "Connection",
    lostTitle: "The connection to the gateway is lost",
    lostMore: "What you see is the last that was known. This page goes on trying by itself.",
    refusedTitle: "Live values can't go on",
  },
  de: {
    views: "Ansichten",
    overview: "Übersicht",
    fleet: "Wechselrichter",
    add: "Hinzufügen",
    plant: "Anlage",
    allPlants: "Alle Anlagen",
    menu: "Menü",
    language: "Sprache",
    theme: "Farben",
    auto: "Wie das System",
    light: "Hell",
    dark: "Dunkel",
    signedInAs: "Angemeldet als",
    role: "Rolle",
    roles: (role) =>
      ({ VIEWER: "Betrachter: darf ansehen", OPERATOR: "Bediener: darf einstellen", ADMIN: "Verwalter: darf alles" })[
        role
      ],
    readOnly: "Das Gateway ist schreibgeschützt: hier ändert niemand etwas.",
    signOut: "Abmelden",
    live: "Live",
    connecting: "Verbindet …",
    lost: "Keine Verbindung",
    paused: "Angehalten",
    connection: "Verbindung",
    lostTitle: "Die Verbindung zum Gateway ist unterbrochen",
    lostMore: "Sie sehen, was zuletzt bekannt war. Diese Seite versucht es von selbst weiter.",
    refusedTitle: "Live-Werte sind nicht mehr möglich",
  },
});
