import type { Setting } from "./setting.ts";

/** Whether every word of a search is somewhere in what is known of a setting. An id's parts are words, too: "min soc" finds MinSoc. */
export function isFound(search: string, setting: Setting, name: string): boolean {
  const text = plain([name, setting.description ?? "", setting.id, setting.moduleId].join(" "));
  const words = plain(search.replace(/\s+/g, " ")).split(" ");
  return words.every((word) => text.includes(word));
}

/** Without case and accents: "Rückspeisung" is found by "ruckspeisung". */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
