import { describeEvent, type Language } from "@plenticore/catalogue";

/** What is printed of an event. */
export interface EventTexts {
  readonly group: string;
  /** The event's name; its group's where no list tells more. */
  readonly description: string;
  /** What to do; of mere information its name again, as seen (FACTS 2.4). */
  readonly advice: string;
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

/** The English of 5014 is a device's own (FACTS 5), which the manufacturer's list contradicts; the German is ours. */
const NAMES: Readonly<Record<number, Localised>> = {
  5009: { "de-de": "Prozessor zu heiß" },
  5013: { "de-de": "Leistung durch externe Vorgabe reduziert" },
  5014: {
    "en-gb": "Reduction of AC power due to external command.",
    "de-de": "AC-Leistung durch externe Vorgabe reduziert.",
  },
};

/** Texts in `language` where they are known, else in the device's own, else in English. */
export function textsOf(
  { code, group, category }: { readonly code: number; readonly group: string; readonly category: string },
  language: Language,
  own: Language,
): EventTexts {
  const ofGroup = { ...GROUPS[group], "en-gb": group };
  const listed = describeEvent(code)?.descriptionEn;
  const names = { ...(listed !== undefined && { "en-gb": listed }), ...NAMES[code] };
  const description = chosen("en-gb" in names ? names : ofGroup, language, own);
  return {
    group: chosen(ofGroup, language, own),
    description,
    advice: category === "info" ? description : chosen(ADVICE, language, own),
  };
}

function chosen(texts: Localised, language: Language, own: Language): string {
  return texts[language] ?? texts[own] ?? texts["en-gb"] ?? "None";
}
