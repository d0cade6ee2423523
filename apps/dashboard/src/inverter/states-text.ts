import type { AvailabilityState, EnergyManagerState, EventCategory, InverterState } from "@plenticore/client";
import type { Language } from "../text/define-text.ts";

/** Words for what the schema has as enums; the compiler asks for each. */
type Words<State extends string> = { readonly [L in Language]: Readonly<Record<State, string>> };

export const availabilityWords: Words<AvailabilityState> = {
  en: {
    ONLINE: "Online",
    STARTING: "Starting",
    OFFLINE: "Not reachable",
    UNAUTHORIZED: "Password refused",
    LOCKED: "Locked",
    DISABLED: "Disconnected",
  },
  de: {
    ONLINE: "Verbunden",
    STARTING: "Startet",
    OFFLINE: "Nicht erreichbar",
    UNAUTHORIZED: "Passwort abgelehnt",
    LOCKED: "Gesperrt",
    DISABLED: "Getrennt",
  },
};

export const inverterStateWords: Words<InverterState> = {
  en: {
    OFF: "Off",
    INIT: "Initialising",
    ISO_MEAS: "Measuring isolation",
    GRID_CHECK: "Checking the grid",
    START_UP: "Starting up",
    FEED_IN: "Feeding in",
    THROTTLED: "Throttled",
    EXT_SWITCH_OFF: "Switched off from outside",
    UPDATE: "Updating",
    STANDBY: "Standby",
    GRID_SYNC: "Synchronising with the grid",
    GRID_PRE_CHECK: "Checking the grid beforehand",
    GRID_SWITCH_OFF: "Grid switched off",
    OVERHEATING: "Overheating",
    SHUTDOWN: "Shutting down",
    IMPROPER_DC_VOLTAGE: "DC voltage too low or too high",
    ESB: "Emergency supply",
    UNKNOWN: "State unknown",
  },
  de: {
    OFF: "Aus",
    INIT: "Initialisierung",
    ISO_MEAS: "Isolationsmessung",
    GRID_CHECK: "Netzprüfung",
    START_UP: "Fährt hoch",
    FEED_IN: "Speist ein",
    THROTTLED: "Abgeregelt",
    EXT_SWITCH_OFF: "Von außen abgeschaltet",
    UPDATE: "Update läuft",
    STANDBY: "Bereitschaft",
    GRID_SYNC: "Netzsynchronisation",
    GRID_PRE_CHECK: "Netzvorprüfung",
    GRID_SWITCH_OFF: "Netz abgeschaltet",
    OVERHEATING: "Überhitzt",
    SHUTDOWN: "Fährt herunter",
    IMPROPER_DC_VOLTAGE: "DC-Spannung zu niedrig oder zu hoch",
    ESB: "Ersatzstrom",
    UNKNOWN: "Zustand unbekannt",
  },
};

export const energyManagerWords: Words<EnergyManagerState> = {
  en: {
    IDLE: "Idle",
    EMERGENCY_BATTERY_CHARGE: "Emergency charge of the battery",
    WINTER_MODE_STEP_1: "Winter mode, step 1",
    WINTER_MODE_STEP_2: "Winter mode, step 2",
    UNKNOWN: "Unknown",
  },
  de: {
    IDLE: "Ruhe",
    EMERGENCY_BATTERY_CHARGE: "Notladung der Batterie",
    WINTER_MODE_STEP_1: "Winterbetrieb, Stufe 1",
    WINTER_MODE_STEP_2: "Winterbetrieb, Stufe 2",
    UNKNOWN: "Unbekannt",
  },
};

export const eventCategoryWords: Words<EventCategory> = {
  en: { INFO: "Information", WARNING: "Warning", ERROR: "Fault", UNKNOWN: "Other" },
  de: { INFO: "Information", WARNING: "Warnung", ERROR: "Störung", UNKNOWN: "Anderes" },
};
