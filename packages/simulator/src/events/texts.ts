import type { Language } from "@plenticore/catalogue";

/** What is printed of an event. */
export interface EventTexts {
  readonly group: string;
  readonly description: string;
}

type Localised = Readonly<Partial<Record<Language, string>>>;

/** Groups as KOSTAL's G3 list has them (FACTS 5); other languages are not known. */
const GROUPS: Readonly<Record<string, Localised>> = {
  Information: { "de-de": "Information" },
  "System fault": { "de-de": "Systemstörung" },
  Overtemperature: { "de-de": "Übertemperatur" },
  "External grid fault": { "de-de": "Externe Netzstörung" },
  "External generator fault": { "de-de": "Externe Generatorstörung" },
  "Fan fault": { "de-de": "Lüfterstörung" },
  "Energy meter fault": { "de-de": "Energiemeter Störung" },
  "Battery fault": { "de-de": "Batteriestörung" },
  "Battery communication fault": { "de-de": "Batterie Kommunikationsstörung" },
  "Installation error": { "de-de": "Installationsfehler" },
  Note: { "de-de": "Hinweis" },
  "Defective surge protection": { "de-de": "Defekter Überspannungsschutz" },
};

/** Advices that devices were seen to print. */
const ADVICE: Localised = {
  "en-gb": "Contact your installer or call our hotline.",
  "de-de": "Bitte wenden Sie sich an Ihren Installateur.",
};
const REDUCTION: Localised = { "en-gb": "Reduction of AC power due to external command." };

export const POWER_REDUCTION = 5014;

/** Texts in `language` where they are known, else in the device's own, else in English. */
export function textsOf(code: number, group: string, language: Language, own: Language): EventTexts {
  return {
    group: chosen({ ...GROUPS[group], "en-gb": group }, language, own),
    description: chosen(code === POWER_REDUCTION ? REDUCTION : ADVICE, language, own),
  };
}

function chosen(texts: Localised, language: Language, own: Language): string {
  return texts[language] ?? texts[own] ?? texts["en-gb"] ?? "None";
}
