import type { Role } from "@plenticore/client";
import { defineText } from "../text/define-text.ts";
import type { DraftProblem } from "./draft.ts";

const enProblem = (found: DraftProblem): string => {
  switch (found.field) {
    case "address":
      return {
        empty: "Enter the inverter's address.",
        scheme: "The address must begin with http:// or https://.",
        invalid: "This is no address. Examples: 192.168.1.50, https://192.168.1.51, scb.lan",
        path: "Only the host, and perhaps a port: nothing behind it.",
        credentials: "No password in the address: it would stand in logs. Enter it below.",
      }[found.problem];
    case "password":
      return "Enter the password.";
    case "masterKey":
      return "Enter the master key.";
    case "name":
      return "Enter a name.";
    case "plantId":
      return "Choose a plant.";
    case "id":
      return "This id is taken: plants and inverters share them.";
    case "peakPower":
      return "Enter the peak power in W, or nothing.";
  }
};

const deProblem = (found: DraftProblem): string => {
  switch (found.field) {
    case "address":
      return {
        empty: "Geben Sie die Adresse des Wechselrichters ein.",
        scheme: "Die Adresse muss mit http:// oder https:// beginnen.",
        invalid: "Das ist keine Adresse. Beispiele: 192.168.1.50, https://192.168.1.51, scb.lan",
        path: "Nur der Rechner und vielleicht ein Port: nichts dahinter.",
        credentials: "Kein Passwort in der Adresse: Es stünde in Protokollen. Geben Sie es unten ein.",
      }[found.problem];
    case "password":
      return "Geben Sie das Passwort ein.";
    case "masterKey":
      return "Geben Sie den Master Key ein.";
    case "name":
      return "Geben Sie einen Namen ein.";
    case "plantId":
      return "Wählen Sie eine Anlage.";
    case "id":
      return "Diese Kennung ist vergeben: Anlagen und Wechselrichter teilen sie sich.";
    case "peakPower":
      return "Geben Sie die Spitzenleistung in W ein, oder nichts.";
  }
};

export const text = defineText({
  en: {
    title: "Add an inverter",
    intro:
      "The gateway logs in once to try it, then writes it into its configuration. Secrets go into files of their own, beside it.",
    gatewayReadOnly: "The gateway's configuration says readOnly: no inverter can be added here.",
    needsRole: (mine: Role) =>
      `Your key has the role ${mine}; adding an inverter needs ADMIN. Ask whoever runs the gateway for such a key.`,
    connection: "Where it is, and how to log in",
    address: "Address",
    addressHint: "As in your browser: 192.168.1.50, or https:// before it for an encrypted connection.",
    login: "Log in as",
    owner: "Plant owner",
    ownerHint: "The password of the inverter's own page.",
    installer: "Installer",
    installerHint: "Master key from the type plate and your personal service code; may change more.",
    password: "Password",
    masterKey: "Master key",
    serviceCode: "Service code",
    serviceCodeHint: "KOSTAL gives it to installers.",
    identity: "What it is called",
    plant: "Plant",
    name: "Name",
    id: "Id",
    idHint: (id: string) => `In the configuration and the API. Proposed: ${id}`,
    peakPower: "Peak power of its modules (Wp)",
    peakPowerHint: "If you know it: for comparing inverters by yield per kWp.",
    problem: enProblem,
    sameSecret: "That is what the inverter has just refused. Correct it first: a few wrong tries lock the account.",
    masterKeyHint: "The master key of the type plate is not this password: for that, choose Installer above.",
    test: "Test",
    testing: "Logging in to the inverter …",
    tested: "It works. The inverter answered:",
    model: "Model",
    serialNumber: "Serial number",
    firmware: "Firmware",
    role: "Logged in as",
    testFirst: "Test the connection before saving.",
    save: "Save",
    saving: "Logging in once more and writing the configuration …",
    certificate: "Is this the inverter's certificate?",
    certificateMore:
      "An inverter's certificate is signed by nobody but itself, so you must say once that it is the right one. Compare this SHA-256 fingerprint at the inverter: open its page in a browser that is connected to it directly, and look at the certificate there.",
    certificateOther:
      "Careful: the certificate is another one than you pinned. Has the inverter got a new one? If not, somebody else is answering.",
    fingerprint: "SHA-256 fingerprint",
    subject: "Issued for",
    validTo: "Valid until",
    pin: "I have compared it: pin it and test",
    pinned: "Pinned certificate:",
    unpin: "Forget it",
    yamlTitle: "Add it by hand",
    yamlMore: (plant: string) =>
      `Paste this below “inverters:” of the plant “${plant}” in the gateway's configuration, and give it the secret in the variable named. The running gateway takes it over when the file is saved.`,
    yamlName: "Entry for the configuration",
    copy: "Copy",
    copied: "Copied.",
  },
  de: {
    title: "Wechselrichter hinzufügen",
    intro:
      "Das Gateway meldet sich zur Probe einmal an und schreibt ihn dann in seine Konfiguration. Geheimnisse kommen daneben in eigene Dateien.",
    gatewayReadOnly:
      "In der Konfiguration des Gateways steht readOnly: Hier lässt sich kein Wechselrichter hinzufügen.",
    needsRole: (mine: Role) =>
      `Ihr Schlüssel hat die Rolle ${mine}; zum Hinzufügen braucht es ADMIN. Fragen Sie den Betreiber des Gateways nach einem solchen Schlüssel.`,
    connection: "Wo er ist und wie man sich anmeldet",
    address: "Adresse",
    addressHint: "Wie im Browser: 192.168.1.50, oder mit https:// davor für eine verschlüsselte Verbindung.",
    login: "Anmelden als",
    owner: "Anlagenbetreiber",
    ownerHint: "Das Passwort der Seite des Wechselrichters.",
    installer: "Installateur",
    installerHint: "Master Key vom Typenschild und Ihr persönlicher Servicecode; darf mehr ändern.",
    password: "Passwort",
    masterKey: "Master Key",
    serviceCode: "Servicecode",
    serviceCodeHint: "KOSTAL gibt ihn Installateuren.",
    identity: "Wie er heißt",
    plant: "Anlage",
    name: "Name",
    id: "Kennung",
    idHint: (id: string) => `In der Konfiguration und der API. Vorschlag: ${id}`,
    peakPower: "Spitzenleistung seiner Module (Wp)",
    peakPowerHint: "Wenn Sie sie wissen: um Wechselrichter nach Ertrag je kWp zu vergleichen.",
    problem: deProblem,
    sameSecret:
      "Genau das hat der Wechselrichter eben abgelehnt. Berichtigen Sie es zuerst: Wenige falsche Versuche sperren das Konto.",
    masterKeyHint: "Der Master Key vom Typenschild ist nicht dieses Passwort: Dafür wählen Sie oben Installateur.",
    test: "Testen",
    testing: "Anmeldung am Wechselrichter …",
    tested: "Es klappt. Der Wechselrichter hat geantwortet:",
    model: "Modell",
    serialNumber: "Seriennummer",
    firmware: "Firmware",
    role: "Angemeldet als",
    testFirst: "Testen Sie die Verbindung vor dem Speichern.",
    save: "Speichern",
    saving: "Noch eine Anmeldung, dann wird die Konfiguration geschrieben …",
    certificate: "Ist das das Zertifikat des Wechselrichters?",
    certificateMore:
      "Das Zertifikat eines Wechselrichters hat nur er selbst unterschrieben, darum müssen Sie einmal sagen, dass es das richtige ist. Vergleichen Sie diesen SHA-256-Fingerabdruck am Wechselrichter: Öffnen Sie seine Seite in einem Browser, der direkt mit ihm verbunden ist, und sehen Sie dort das Zertifikat an.",
    certificateOther:
      "Vorsicht: Das Zertifikat ist ein anderes als das festgehaltene. Hat der Wechselrichter ein neues? Wenn nicht, antwortet ein Fremder.",
    fingerprint: "SHA-256-Fingerabdruck",
    subject: "Ausgestellt für",
    validTo: "Gültig bis",
    pin: "Verglichen: festhalten und testen",
    pinned: "Festgehaltenes Zertifikat:",
    unpin: "Vergessen",
    yamlTitle: "Von Hand hinzufügen",
    yamlMore: (plant: string) =>
      `Fügen Sie dies in der Konfiguration des Gateways unter „inverters:“ der Anlage „${plant}“ ein und legen Sie das Geheimnis in die genannte Variable. Das laufende Gateway übernimmt es, wenn die Datei gespeichert wird.`,
    yamlName: "Eintrag für die Konfiguration",
    copy: "Kopieren",
    copied: "Kopiert.",
  },
});
