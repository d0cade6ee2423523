import type { Role } from "@plenticore/client";
import { defineText } from "../text/define-text.ts";
import type { LeaseProblem } from "./lease.ts";
import type { SettingGroup } from "./setting-groups.ts";
import type { ValueProblem } from "./setting-value.ts";

const enGroups: Readonly<Record<SettingGroup, string>> = {
  battery: "Battery",
  generator: "Solar generator",
  energy: "Energy management",
  outputs: "Switched inputs and outputs",
  grid: "Grid and grid operator",
  inverter: "Inverter",
  network: "Network",
  time: "Time",
  modbus: "Modbus",
  portal: "Portal",
  update: "Update",
  other: "Other",
};

const deGroups: Readonly<Record<SettingGroup, string>> = {
  battery: "Batterie",
  generator: "Solargenerator",
  energy: "Energiemanagement",
  outputs: "Schaltein- und -ausgänge",
  grid: "Netz und Netzbetreiber",
  inverter: "Wechselrichter",
  network: "Netzwerk",
  time: "Zeit",
  modbus: "Modbus",
  portal: "Portal",
  update: "Aktualisierung",
  other: "Sonstiges",
};

const enProblems: Readonly<Record<ValueProblem, string>> = {
  empty: "Enter a value.",
  number: "This is no number.",
  whole: "Only whole numbers.",
  below: "Less than the inverter takes.",
  above: "More than the inverter takes.",
  short: "Too short.",
  long: "Too long.",
};

const deProblems: Readonly<Record<ValueProblem, string>> = {
  empty: "Geben Sie einen Wert ein.",
  number: "Das ist keine Zahl.",
  whole: "Nur ganze Zahlen.",
  below: "Weniger, als der Wechselrichter annimmt.",
  above: "Mehr, als der Wechselrichter annimmt.",
  short: "Zu kurz.",
  long: "Zu lang.",
};

const enLease: Readonly<Record<LeaseProblem, string>> = {
  nothing: "Enter at least one limit.",
  number: "Enter limits as numbers, in W.",
  negative: "A limit can't be less than 0 W.",
  time: "Enter for how long.",
  long: "7 days at most; what holds for longer belongs into the week plan.",
};

const deLease: Readonly<Record<LeaseProblem, string>> = {
  nothing: "Geben Sie mindestens eine Grenze ein.",
  number: "Geben Sie Grenzen als Zahlen in W ein.",
  negative: "Eine Grenze kann nicht unter 0 W liegen.",
  time: "Geben Sie ein, wie lange.",
  long: "Höchstens 7 Tage; was länger gilt, gehört in den Wochenplan.",
};

export const text = defineText({
  en: {
    title: (name: string) => `Settings of ${name}`,
    loading: "Asking the inverter …",
    listLoading: "Asking the inverter for the list of its settings. That can take most of a minute …",
    notFound: "There is no such inverter.",
    back: "Back to the inverter",
    again: "Ask again",

    loginOwner:
      "The gateway is logged in there as the plant's owner: what only installers may change is shown without a control.",
    loginInstaller: "The gateway is logged in there as installer.",
    loginUnknown: "As whom the gateway is logged in there is not known.",
    needsRole: (role: Role, mine: Role) =>
      `Shown only. Your key has the role ${mine}; changing this needs ${role}. Ask whoever runs the gateway for such a key.`,
    needsShort: (role: Role) => `Needs the role ${role}.`,
    notWhileReadOnly: "Not while readOnly is configured.",
    gatewayReadOnly: "Shown only: the gateway's configuration says readOnly, so nothing can be changed.",
    inverterReadOnly: "Shown only: the configuration says readOnly for this inverter, so nothing can be changed.",
    notOnline: (state: string) =>
      `The inverter is not online (${state}). Values may be old, and changing them may fail.`,
    notAsked: "What is shown is what was read before.",

    battery: "Battery",
    noBattery: "This inverter has no battery, or does not tell of one.",
    minSoc: "Minimum state of charge",
    minSocHint: "The inverter does not discharge the battery below this.",
    minHomeConsumption: "Home consumption from which on the battery is used",
    weekPlan: "Week plan of the battery",
    noWeekPlan: "The inverter tells no week plan.",

    limitsTitle: "Battery limits for a time",
    limitsIntro:
      "The gateway keeps the battery within these limits for as long as you say, then ends them; also when it shuts down.",
    limitsFallBack: "Inverters of older generations may keep to the last of them for up to 3 minutes more.",
    maxCharge: "Charge at most",
    maxDischarge: "Discharge at most",
    power: "Fixed power",
    powerHint: "+ discharges, − charges.",
    powerHintUnknown: "+ discharges, − charges. Older generations only; whether this is one is not known.",
    duration: "For how long",
    hours: "Hours",
    minutes: "Minutes",
    lease: "Set limits",
    leaseRunning: (until: string) => `Limits hold until ${until}.`,
    leaseRunningHint: "They end by themselves then; the gateway takes no others before.",
    leaseState: "What holds now",
    leaseEnd: "End now",
    leaseEnded: "The gateway has ended the limits.",
    leaseEndUnsure:
      "The gateway keeps to the limits no longer, but the inverter was not seen to take them back: it may hold them for up to 3 minutes more. End them again if they stay.",
    leaseNone: "No limits hold now, as far as this gateway knows.",
    leaseNotOffered:
      "This login can't set limits: the inverter has no such settings, or an installer must switch it to external control first.",
    leaseProblem: (problem: LeaseProblem) => enLease[problem],
    noLimit: "no limit",

    shadow: "Shadow management",
    shadowHint: "For strings that are partly in the shade.",
    shadowNone: "No string of this inverter tells that it has shadow management.",
    shadowUnknown: "What the inverter holds now is not known: it is read before anything is switched.",
    shadowNotRead: "Nothing was written: what the inverter holds now could not be read before.",
    readAgain: "Read again",
    string: (index: string) => `String ${index}`,
    on: "on",
    off: "off",
    switchOn: "Switch on",
    switchOff: "Switch off",

    all: "All settings",
    search: "Search settings",
    searchHint: "Name, description or the inverter's id",
    onlyMine: "Only what can be changed here",
    found: (count: string, all: string) => `${count} of ${all} settings`,
    nothingFound: "No setting is found. Fewer words find more.",
    group: (group: SettingGroup) => enGroups[group],
    openGroup: (count: string): string => (count === "1" ? "1 setting" : `${count} settings`),
    inWeekPlan: "Painted in the week plan above.",
    mayBeRefused:
      "Inverters do not always tell what this login may change. In doubt a setting is offered, and the inverter may refuse.",
    readOnlySetting: "Read only",
    limits: (min: string, max: string) => `${min} to ${max}`,
    atLeast: (min: string) => `at least ${min}`,
    atMost: (max: string) => `at most ${max}`,
    length: (range: string) => `${range} characters`,
    noLimits: "no limits told",
    preset: (value: string) => `default ${value}`,
    unreadable: "can't be read now",
    hidden: "not shown",

    write: "Write",
    writing: "Writing and reading back …",
    revert: "Revert",
    problem: (problem: ValueProblem) => enProblems[problem],
    applied: (before: string, after: string) => `Written. Before ${before}, read back ${after}.`,
    unchanged: (value: string) => `The inverter already held ${value}.`,
    ignored: (value: string) =>
      `The inverter answered but keeps the old value: ${value}. Perhaps this login may not change it, or another setting or controller stands against it.`,
    unreadBack: "Sent, but it can't be read back: whether the inverter took it is not known.",

    danger: "Danger zone",
    dangerIntro:
      "What can't be taken back, or takes the inverter away for a while. All but Reconnect ask for the inverter's name first.",
    confirmLabel: (name: string, id: string) => `To confirm, type ${name === id ? id : `${name} or ${id}`}`,
    cancel: "Cancel",
    done: "Done.",
    running: "Asking the inverter …",
    reconnect: "Reconnect",
    reconnectHint:
      "Drops the session and logs in anew. The only thing that tries a refused password again: correct it first.",
    disconnect: "Disconnect",
    disconnectHint: "The gateway logs out and stays away until somebody reconnects it.",
    reboot: "Restart the inverter",
    rebootHint: "It is away for some minutes and produces nothing meanwhile.",
    update: "Start the firmware update",
    updateHint: "Needs updatePaths in the gateway's configuration. The inverter restarts.",
    password: "Change the inverter's password",
    passwordHint:
      "The plant owner's password, on the inverter itself. Other programs that log in with the old one are shut out.",
    newPassword: "New password",
    repeatPassword: "Repeat it",
    passwordEmpty: "Enter a password.",
    passwordDiffers: "The two are not the same.",
    passwordNotStored:
      "The gateway's configuration still holds the old password. Put the new one there, or the gateway can't log in after its next start.",
    factory: "Reset to factory settings",
    factoryHint: "The inverter forgets all its settings, its password and its log. It must be set up anew.",
    remove: "Remove from the gateway",
    removeHint: "The gateway forgets this inverter and its secret. The inverter itself is not changed.",
  },
  de: {
    title: (name: string) => `Einstellungen von ${name}`,
    loading: "Der Wechselrichter wird gefragt …",
    listLoading:
      "Der Wechselrichter wird nach der Liste seiner Einstellungen gefragt. Das kann fast eine Minute dauern …",
    notFound: "Diesen Wechselrichter gibt es nicht.",
    back: "Zurück zum Wechselrichter",
    again: "Noch einmal fragen",

    loginOwner:
      "Das Gateway ist dort als Anlagenbetreiber angemeldet: Was nur Installateure ändern dürfen, steht hier ohne Bedienung.",
    loginInstaller: "Das Gateway ist dort als Installateur angemeldet.",
    loginUnknown: "Als wer das Gateway dort angemeldet ist, ist nicht bekannt.",
    needsRole: (role: Role, mine: Role) =>
      `Nur Anzeige. Ihr Schlüssel hat die Rolle ${mine}; zum Ändern braucht es ${role}. Fragen Sie den Betreiber des Gateways nach einem solchen Schlüssel.`,
    needsShort: (role: Role) => `Braucht die Rolle ${role}.`,
    notWhileReadOnly: "Nicht, solange readOnly eingestellt ist.",
    gatewayReadOnly: "Nur Anzeige: In der Konfiguration des Gateways steht readOnly, darum lässt sich nichts ändern.",
    inverterReadOnly:
      "Nur Anzeige: In der Konfiguration steht für diesen Wechselrichter readOnly, darum lässt sich nichts ändern.",
    notOnline: (state: string) =>
      `Der Wechselrichter ist nicht verbunden (${state}). Werte sind vielleicht alt, und Ändern kann scheitern.`,
    notAsked: "Gezeigt wird, was vorher gelesen wurde.",

    battery: "Batterie",
    noBattery: "Dieser Wechselrichter hat keine Batterie, oder er meldet keine.",
    minSoc: "Mindestladezustand",
    minSocHint: "Darunter entlädt der Wechselrichter die Batterie nicht.",
    minHomeConsumption: "Hausverbrauch, ab dem die Batterie genutzt wird",
    weekPlan: "Wochenplan der Batterie",
    noWeekPlan: "Der Wechselrichter meldet keinen Wochenplan.",

    limitsTitle: "Batteriegrenzen auf Zeit",
    limitsIntro:
      "Das Gateway hält die Batterie so lange in diesen Grenzen, wie Sie sagen, und beendet sie dann; auch wenn es herunterfährt.",
    limitsFallBack: "Wechselrichter älterer Generationen halten sich danach vielleicht noch bis zu 3 Minuten daran.",
    maxCharge: "Höchstens laden mit",
    maxDischarge: "Höchstens entladen mit",
    power: "Feste Leistung",
    powerHint: "+ entlädt, − lädt.",
    powerHintUnknown: "+ entlädt, − lädt. Nur ältere Generationen; ob dies eine ist, ist nicht bekannt.",
    duration: "Wie lange",
    hours: "Stunden",
    minutes: "Minuten",
    lease: "Grenzen setzen",
    leaseRunning: (until: string) => `Grenzen gelten bis ${until}.`,
    leaseRunningHint: "Dann enden sie von selbst; vorher nimmt das Gateway keine anderen.",
    leaseState: "Was jetzt gilt",
    leaseEnd: "Jetzt beenden",
    leaseEnded: "Das Gateway hat die Grenzen beendet.",
    leaseEndUnsure:
      "Das Gateway hält die Grenzen nicht länger, aber der Wechselrichter hat sie nicht nachweislich aufgehoben: Sie gelten vielleicht noch bis zu 3 Minuten. Beenden Sie sie noch einmal, wenn sie bleiben.",
    leaseNone: "Soweit dieses Gateway weiß, gelten jetzt keine Grenzen.",
    leaseNotOffered:
      "Diese Anmeldung kann keine Grenzen setzen: Der Wechselrichter hat solche Einstellungen nicht, oder ein Installateur muss ihn erst auf externe Steuerung stellen.",
    leaseProblem: (problem: LeaseProblem) => deLease[problem],
    noLimit: "keine Grenze",

    shadow: "Schattenmanagement",
    shadowHint: "Für Strings, die zum Teil im Schatten liegen.",
    shadowNone: "Kein String dieses Wechselrichters meldet Schattenmanagement.",
    shadowUnknown:
      "Was der Wechselrichter jetzt hat, ist nicht bekannt: Es wird gelesen, bevor sich etwas schalten lässt.",
    shadowNotRead: "Nichts wurde geschrieben: Was der Wechselrichter jetzt hat, war vorher nicht zu lesen.",
    readAgain: "Noch einmal lesen",
    string: (index: string) => `String ${index}`,
    on: "ein",
    off: "aus",
    switchOn: "Einschalten",
    switchOff: "Ausschalten",

    all: "Alle Einstellungen",
    search: "Einstellungen suchen",
    searchHint: "Name, Beschreibung oder die Kennung des Wechselrichters",
    onlyMine: "Nur was sich hier ändern lässt",
    found: (count: string, all: string) => `${count} von ${all} Einstellungen`,
    nothingFound: "Keine Einstellung gefunden. Weniger Wörter finden mehr.",
    group: (group: SettingGroup) => deGroups[group],
    openGroup: (count: string): string => (count === "1" ? "1 Einstellung" : `${count} Einstellungen`),
    inWeekPlan: "Wird oben im Wochenplan gemalt.",
    mayBeRefused:
      "Wechselrichter melden nicht immer, was diese Anmeldung ändern darf. Im Zweifel steht eine Einstellung hier, und der Wechselrichter lehnt sie vielleicht ab.",
    readOnlySetting: "Nur lesbar",
    limits: (min: string, max: string) => `${min} bis ${max}`,
    atLeast: (min: string) => `mindestens ${min}`,
    atMost: (max: string) => `höchstens ${max}`,
    length: (range: string) => `${range} Zeichen`,
    noLimits: "keine Grenzen gemeldet",
    preset: (value: string) => `Vorgabe ${value}`,
    unreadable: "gerade nicht lesbar",
    hidden: "nicht gezeigt",

    write: "Schreiben",
    writing: "Wird geschrieben und zurückgelesen …",
    revert: "Zurücksetzen",
    problem: (problem: ValueProblem) => deProblems[problem],
    applied: (before: string, after: string) => `Geschrieben. Vorher ${before}, zurückgelesen ${after}.`,
    unchanged: (value: string) => `Der Wechselrichter hatte schon ${value}.`,
    ignored: (value: string) =>
      `Der Wechselrichter hat geantwortet, behält aber den alten Wert: ${value}. Vielleicht darf diese Anmeldung ihn nicht ändern, oder eine andere Einstellung oder Steuerung steht dagegen.`,
    unreadBack: "Gesendet, aber nicht zurückzulesen: Ob der Wechselrichter es übernommen hat, ist nicht bekannt.",

    danger: "Gefahrenbereich",
    dangerIntro:
      "Was sich nicht zurücknehmen lässt oder den Wechselrichter eine Weile wegnimmt. Alles außer „Neu verbinden“ fragt vorher nach dem Namen des Wechselrichters.",
    confirmLabel: (name: string, id: string) => `Zur Bestätigung ${name === id ? id : `${name} oder ${id}`} eintippen`,
    cancel: "Abbrechen",
    done: "Erledigt.",
    running: "Der Wechselrichter wird gefragt …",
    reconnect: "Neu verbinden",
    reconnectHint:
      "Beendet die Sitzung und meldet sich neu an. Nur so wird ein abgelehntes Passwort wieder versucht: Berichtigen Sie es vorher.",
    disconnect: "Trennen",
    disconnectHint: "Das Gateway meldet sich ab und bleibt fern, bis jemand neu verbindet.",
    reboot: "Wechselrichter neu starten",
    rebootHint: "Er ist einige Minuten weg und erzeugt solange nichts.",
    update: "Firmware-Update starten",
    updateHint: "Braucht updatePaths in der Konfiguration des Gateways. Der Wechselrichter startet neu.",
    password: "Passwort des Wechselrichters ändern",
    passwordHint:
      "Das Passwort des Anlagenbetreibers, im Wechselrichter selbst. Andere Programme mit dem alten werden ausgesperrt.",
    newPassword: "Neues Passwort",
    repeatPassword: "Wiederholen",
    passwordEmpty: "Geben Sie ein Passwort ein.",
    passwordDiffers: "Die beiden sind nicht gleich.",
    passwordNotStored:
      "In der Konfiguration des Gateways steht noch das alte Passwort. Tragen Sie dort das neue ein, sonst kann sich das Gateway nach seinem nächsten Start nicht anmelden.",
    factory: "Auf Werkseinstellungen zurücksetzen",
    factoryHint:
      "Der Wechselrichter vergisst alle Einstellungen, sein Passwort und sein Protokoll. Er muss neu eingerichtet werden.",
    remove: "Aus dem Gateway entfernen",
    removeHint:
      "Das Gateway vergisst diesen Wechselrichter und sein Geheimnis. Der Wechselrichter selbst bleibt unverändert.",
  },
});

export type SettingsText = (typeof text)["en"];
