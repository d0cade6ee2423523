import type { ClientErrorCode, ErrorCode } from "@plenticore/client";
import type { Language } from "../text/define-text.ts";

/** What happened, and what to do about it. */
export interface Advice {
  readonly what: string;
  readonly todo: string;
}

type Code = ErrorCode | ClientErrorCode;

const en: Readonly<Record<Code, Advice>> = {
  WRONG_PASSWORD: {
    what: "The inverter refused the password or master key.",
    todo: "Correct it before you try again: a few wrong tries lock the account, and then only the master key helps.",
  },
  WRONG_SERVICE_CODE: {
    what: "The inverter accepted the master key and refused the service code.",
    todo: "Correct the service code, which KOSTAL gives to installers personally.",
  },
  USER_LOCKED: {
    what: "The inverter has locked the account after failed logins.",
    todo: "Set a new password on the inverter's own page with the master key of its type plate, then enter that here.",
  },
  FORBIDDEN_FOR_ROLE: {
    what: "The inverter does not let this login do it.",
    todo: "Connect the inverter with the installer's login (master key and service code), if it is an installer's matter.",
  },
  SESSION_LOST: { what: "The inverter dropped the session meanwhile.", todo: "Try again: the gateway logs in anew." },
  DEVICE_BUSY: {
    what: "The inverter is busy.",
    todo: "Try again in a minute. Other programs that ask the same inverter make it busier.",
  },
  DEVICE_ERROR: {
    what: "The inverter answered with an error of its own.",
    todo: "Try again later; if it stays, look at the inverter's events and firmware.",
  },
  UNKNOWN_MODULE: { what: "This inverter has no such module.", todo: "Load the page again: its firmware may be new." },
  UNKNOWN_ID: {
    what: "This inverter has no such setting.",
    todo: "Load the page again: its firmware may be new.",
  },
  NOT_AVAILABLE: {
    what: "The inverter can't do this, or not now.",
    todo: "Try again when its state has changed. Updates need updatePaths in the gateway's configuration.",
  },
  READ_ONLY: {
    what: "This can't be written: the setting, the inverter or the gateway is read-only.",
    todo: "If it is the configuration that says so, remove readOnly there.",
  },
  OUT_OF_RANGE: {
    what: "The value is outside the inverter's limits.",
    todo: "Give a value within the limits beside the field.",
  },
  WRONG_TYPE: { what: "The value is not of this setting's kind.", todo: "Correct the value." },
  UNREACHABLE_DNS: {
    what: "The inverter's name can't be resolved.",
    todo: "Check the name, or use the IP address that your router shows.",
  },
  UNREACHABLE_REFUSED: {
    what: "Nothing listens at this address.",
    todo: "Check address and port, and that the inverter is on.",
  },
  UNREACHABLE_RESET: {
    what: "The connection to the inverter broke.",
    todo: "Try again; if it stays, check the network between gateway and inverter.",
  },
  UNREACHABLE_TIMEOUT: {
    what: "The inverter did not answer in time.",
    todo: "Check the address. Inverters without battery may sleep at night: then try by day.",
  },
  UNREACHABLE_TLS: {
    what: "No secure connection to the inverter could be made.",
    todo: "Check whether the address should begin with http:// instead, and the port.",
  },
  CERTIFICATE_NOT_TRUSTED: {
    what: "The inverter's certificate is not the pinned one.",
    todo: "Compare the fingerprint at the inverter. If it is another, somebody else may be answering.",
  },
  SERVER_SIGNATURE_MISMATCH: {
    what: "The other side could not prove that it knows the password: it is not this inverter.",
    todo: "Check the address; somebody else answers there. Don't enter the password again before you know who.",
  },
  BAD_ANSWER: {
    what: "The answer is not what an inverter gives.",
    todo: "Check that the address is an inverter's. With new firmware, report the field that the message names.",
  },
  ANSWER_TOO_LARGE: {
    what: "The answer is larger than any inverter's.",
    todo: "Check that the address is an inverter's.",
  },
  CANCELLED: { what: "The call was cancelled.", todo: "Try again." },
  DISCONNECTED: {
    what: "The inverter is disabled or was disconnected on purpose.",
    todo: "Connect it again, or enable it in the configuration.",
  },
  UNAUTHENTICATED: { what: "The gateway does not know this key any more.", todo: "Sign in again." },
  FORBIDDEN: { what: "Your key's role does not allow this.", todo: "Sign in with a key of the role named." },
  BAD_INPUT: { what: "Something that was entered is not valid.", todo: "Correct what the message names." },
  NOT_FOUND: {
    what: "There is no such plant or inverter.",
    todo: "It may have been removed meanwhile: go back to the fleet.",
  },
  LIMIT_EXCEEDED: { what: "That is more than the gateway allows now.", todo: "Wait, then try again." },
  CONFIGURATION_READ_ONLY: {
    what: "The gateway can't change its configuration. Nothing was changed.",
    todo: "Its own words below tell why. Mend that, or change the file by hand.",
  },
  CONFIGURATION_INVALID: {
    what: "The configuration would have a mistake. Nothing was changed.",
    todo: "Correct what the message names.",
  },
  INTERNAL: {
    what: "That is a mistake of the gateway itself.",
    todo: "Look at the gateway's log, and report it.",
  },
  ABORTED: { what: "The call was cancelled.", todo: "Try again." },
  CLOSED: { what: "The connection to the gateway was closed.", todo: "Load the page again." },
  TIMEOUT: {
    what: "The gateway did not answer in time.",
    todo: "Ask again: the inverter may be slow, or busy with others.",
  },
  GATEWAY_UNREACHABLE: {
    what: "The gateway can't be reached.",
    todo: "Check the network, and whether the gateway runs. Then ask again.",
  },
  NOT_GRAPHQL: { what: "Something else than the gateway answered.", todo: "Check the address of this page." },
  PROTOCOL: { what: "Page and gateway don't understand each other.", todo: "Load the page again." },
};

const de: Readonly<Record<Code, Advice>> = {
  WRONG_PASSWORD: {
    what: "Der Wechselrichter hat das Passwort oder den Master Key abgelehnt.",
    todo: "Berichtigen Sie es vor dem nächsten Versuch: Wenige falsche Versuche sperren das Konto, dann hilft nur noch der Master Key.",
  },
  WRONG_SERVICE_CODE: {
    what: "Der Wechselrichter hat den Master Key angenommen und den Servicecode abgelehnt.",
    todo: "Berichtigen Sie den Servicecode, den KOSTAL Installateuren persönlich gibt.",
  },
  USER_LOCKED: {
    what: "Der Wechselrichter hat das Konto nach falschen Anmeldungen gesperrt.",
    todo: "Setzen Sie auf der Seite des Wechselrichters mit dem Master Key vom Typenschild ein neues Passwort und geben Sie es dann hier ein.",
  },
  FORBIDDEN_FOR_ROLE: {
    what: "Der Wechselrichter erlaubt es dieser Anmeldung nicht.",
    todo: "Verbinden Sie ihn mit der Anmeldung des Installateurs (Master Key und Servicecode), wenn es dessen Sache ist.",
  },
  SESSION_LOST: {
    what: "Der Wechselrichter hat die Sitzung inzwischen beendet.",
    todo: "Versuchen Sie es noch einmal: Das Gateway meldet sich neu an.",
  },
  DEVICE_BUSY: {
    what: "Der Wechselrichter ist beschäftigt.",
    todo: "Versuchen Sie es in einer Minute wieder. Andere Programme, die ihn abfragen, beschäftigen ihn zusätzlich.",
  },
  DEVICE_ERROR: {
    what: "Der Wechselrichter hat mit einem eigenen Fehler geantwortet.",
    todo: "Versuchen Sie es später; bleibt es so, sehen Sie nach seinen Ereignissen und seiner Firmware.",
  },
  UNKNOWN_MODULE: {
    what: "Dieser Wechselrichter hat kein solches Modul.",
    todo: "Laden Sie die Seite neu: Vielleicht ist seine Firmware neu.",
  },
  UNKNOWN_ID: {
    what: "Dieser Wechselrichter hat keine solche Einstellung.",
    todo: "Laden Sie die Seite neu: Vielleicht ist seine Firmware neu.",
  },
  NOT_AVAILABLE: {
    what: "Der Wechselrichter kann das nicht, oder nicht jetzt.",
    todo: "Versuchen Sie es wieder, wenn sich sein Zustand geändert hat. Updates brauchen updatePaths in der Konfiguration des Gateways.",
  },
  READ_ONLY: {
    what: "Das lässt sich nicht schreiben: Die Einstellung, der Wechselrichter oder das Gateway ist nur lesbar.",
    todo: "Wenn es die Konfiguration so will, entfernen Sie dort readOnly.",
  },
  OUT_OF_RANGE: {
    what: "Der Wert liegt außerhalb der Grenzen des Wechselrichters.",
    todo: "Geben Sie einen Wert innerhalb der Grenzen neben dem Feld ein.",
  },
  WRONG_TYPE: {
    what: "Der Wert ist nicht von der Art dieser Einstellung.",
    todo: "Berichtigen Sie den Wert.",
  },
  UNREACHABLE_DNS: {
    what: "Der Name des Wechselrichters lässt sich nicht auflösen.",
    todo: "Prüfen Sie den Namen, oder nehmen Sie die IP-Adresse, die Ihr Router zeigt.",
  },
  UNREACHABLE_REFUSED: {
    what: "Unter dieser Adresse hört niemand.",
    todo: "Prüfen Sie Adresse und Port, und ob der Wechselrichter an ist.",
  },
  UNREACHABLE_RESET: {
    what: "Die Verbindung zum Wechselrichter ist abgebrochen.",
    todo: "Versuchen Sie es wieder; bleibt es so, prüfen Sie das Netz zwischen Gateway und Wechselrichter.",
  },
  UNREACHABLE_TIMEOUT: {
    what: "Der Wechselrichter hat nicht rechtzeitig geantwortet.",
    todo: "Prüfen Sie die Adresse. Wechselrichter ohne Batterie schlafen vielleicht nachts: dann bei Tag versuchen.",
  },
  UNREACHABLE_TLS: {
    what: "Es kam keine sichere Verbindung zum Wechselrichter zustande.",
    todo: "Prüfen Sie, ob die Adresse mit http:// beginnen muss, und den Port.",
  },
  CERTIFICATE_NOT_TRUSTED: {
    what: "Das Zertifikat des Wechselrichters ist nicht das festgehaltene.",
    todo: "Vergleichen Sie den Fingerabdruck am Wechselrichter. Ist er ein anderer, antwortet vielleicht ein Fremder.",
  },
  SERVER_SIGNATURE_MISMATCH: {
    what: "Die Gegenseite konnte nicht zeigen, dass sie das Passwort kennt: Es ist nicht dieser Wechselrichter.",
    todo: "Prüfen Sie die Adresse; dort antwortet ein anderer. Geben Sie das Passwort nicht wieder ein, bevor Sie wissen, wer.",
  },
  BAD_ANSWER: {
    what: "So antwortet kein Wechselrichter.",
    todo: "Prüfen Sie, ob die Adresse die eines Wechselrichters ist. Bei neuer Firmware melden Sie das Feld, das die Meldung nennt.",
  },
  ANSWER_TOO_LARGE: {
    what: "Die Antwort ist größer als die irgendeines Wechselrichters.",
    todo: "Prüfen Sie, ob die Adresse die eines Wechselrichters ist.",
  },
  CANCELLED: { what: "Der Aufruf wurde abgebrochen.", todo: "Versuchen Sie es noch einmal." },
  DISCONNECTED: {
    what: "Der Wechselrichter ist abgeschaltet oder wurde absichtlich getrennt.",
    todo: "Verbinden Sie ihn wieder, oder schalten Sie ihn in der Konfiguration ein.",
  },
  UNAUTHENTICATED: { what: "Das Gateway kennt diesen Schlüssel nicht mehr.", todo: "Melden Sie sich neu an." },
  FORBIDDEN: {
    what: "Die Rolle Ihres Schlüssels erlaubt das nicht.",
    todo: "Melden Sie sich mit einem Schlüssel der genannten Rolle an.",
  },
  BAD_INPUT: {
    what: "Etwas Eingegebenes ist nicht gültig.",
    todo: "Berichtigen Sie, was die Meldung nennt.",
  },
  NOT_FOUND: {
    what: "Diese Anlage oder diesen Wechselrichter gibt es nicht.",
    todo: "Vielleicht wurde er inzwischen entfernt: Gehen Sie zurück zur Übersicht.",
  },
  LIMIT_EXCEEDED: {
    what: "Das ist mehr, als das Gateway jetzt erlaubt.",
    todo: "Warten Sie, dann versuchen Sie es wieder.",
  },
  CONFIGURATION_READ_ONLY: {
    what: "Das Gateway kann seine Konfiguration nicht ändern. Nichts wurde geändert.",
    todo: "Warum, sagen unten seine eigenen Worte. Beheben Sie das, oder ändern Sie die Datei von Hand.",
  },
  CONFIGURATION_INVALID: {
    what: "Die Konfiguration hätte einen Fehler. Nichts wurde geändert.",
    todo: "Berichtigen Sie, was die Meldung nennt.",
  },
  INTERNAL: {
    what: "Das ist ein Fehler des Gateways selbst.",
    todo: "Sehen Sie in das Protokoll des Gateways und melden Sie es.",
  },
  ABORTED: { what: "Der Aufruf wurde abgebrochen.", todo: "Versuchen Sie es noch einmal." },
  CLOSED: { what: "Die Verbindung zum Gateway wurde geschlossen.", todo: "Laden Sie die Seite neu." },
  TIMEOUT: {
    what: "Das Gateway hat nicht rechtzeitig geantwortet.",
    todo: "Fragen Sie noch einmal: Vielleicht ist der Wechselrichter langsam oder mit anderen beschäftigt.",
  },
  GATEWAY_UNREACHABLE: {
    what: "Das Gateway ist nicht zu erreichen.",
    todo: "Prüfen Sie das Netz, und ob das Gateway läuft. Fragen Sie dann noch einmal.",
  },
  NOT_GRAPHQL: {
    what: "Etwas anderes als das Gateway hat geantwortet.",
    todo: "Prüfen Sie die Adresse dieser Seite.",
  },
  PROTOCOL: { what: "Seite und Gateway verstehen einander nicht.", todo: "Laden Sie die Seite neu." },
};

type ByCode = Readonly<Record<string, Advice>>;

const advice: Readonly<Record<Language, ByCode>> = { en, de };

/** Of what should have changed something and has no answer. */
const adviceOnWrites: Readonly<Record<Language, ByCode>> = {
  en: {
    TIMEOUT: {
      what: "The gateway did not answer in time: whether it was carried out is not known.",
      todo: "Load the page again and compare before you try again.",
    },
    GATEWAY_UNREACHABLE: {
      what: "The gateway can't be reached: whether it was carried out is not known.",
      todo: "Check the network. When it is back, compare what the inverter holds before you try again.",
    },
  },
  de: {
    TIMEOUT: {
      what: "Das Gateway hat nicht rechtzeitig geantwortet: Ob es ausgeführt wurde, ist nicht bekannt.",
      todo: "Laden Sie die Seite neu und vergleichen Sie, bevor Sie es wieder versuchen.",
    },
    GATEWAY_UNREACHABLE: {
      what: "Das Gateway ist nicht zu erreichen: Ob es ausgeführt wurde, ist nicht bekannt.",
      todo: "Prüfen Sie das Netz. Ist es wieder da, vergleichen Sie, was der Wechselrichter hat, bevor Sie es wieder versuchen.",
    },
  },
};

/**
 * Undefined: a code that a newer gateway has and this page does not know.
 * @param isWrite whether something was to be changed. Default: it was only read
 */
export function adviceFor(code: string, language: Language, isWrite = false): Advice | undefined {
  const maps = [...(isWrite ? [adviceOnWrites] : []), advice].map((each) => each[language]);
  return maps.find((each) => Object.hasOwn(each, code))?.[code];
}

/** Every code that there is advice for. */
export const advisedCodes: readonly string[] = Object.keys(en);
