import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: {
    title: "Sign in",
    why: "This gateway asks for an API key. Whoever runs it can give you one.",
    key: "API key",
    keyNote: "It is kept until this tab is closed, and sent to this gateway only.",
    signIn: "Sign in",
    asking: "Signing in …",
    refusedTitle: "This key is not accepted",
    refused:
      "The gateway does not know it, or it has expired. Check that all of it was copied, or ask for another one.",
    empty: "Type or paste the key first.",
    notAKey: "A key is one word of letters, digits and signs: no spaces, no “Bearer” before it.",
  },
  de: {
    title: "Anmelden",
    why: "Dieses Gateway verlangt einen API-Schlüssel. Wer es betreibt, kann Ihnen einen geben.",
    key: "API-Schlüssel",
    keyNote: "Er bleibt, bis dieser Tab geschlossen wird, und geht nur an dieses Gateway.",
    signIn: "Anmelden",
    asking: "Anmeldung läuft …",
    refusedTitle: "Dieser Schlüssel gilt nicht",
    refused:
      "Das Gateway kennt ihn nicht, oder er ist abgelaufen. Prüfen Sie, ob er ganz kopiert wurde, oder lassen Sie sich einen neuen geben.",
    empty: "Geben Sie zuerst den Schlüssel ein.",
    notAKey: "Ein Schlüssel ist ein Wort aus Buchstaben, Ziffern und Zeichen: ohne Leerzeichen, ohne „Bearer“ davor.",
  },
});
