import type { EnergyManagerState, EventCategory } from "@plenticore/client";
import type { Language } from "../text/define-text.ts";

/** Words for what the schema has as enums; the compiler asks for each. */
type Words<State extends string> = { readonly [L in Language]: Readonly<Record<State, string>> };

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
