/** The languages of the device's events, in the order of its own select box (geschke/golrackpi events.go). */
export const languages = [
  "de-de",
  "en-gb",
  "es-es",
  "fr-fr",
  "hu-hu",
  "it-it",
  "nl-nl",
  "pl-pl",
  "pt-pt",
  "cs-cz",
  "el-gr",
  "zh-cn",
] as const;

export type Language = (typeof languages)[number];
