/** A document of `## name: …` sections with `given` in the place of those of the same name, the others as they were. */
export function replaceSections(document: string, given: readonly string[]): string {
  const [intro = "", ...sections] = split(document);
  const fresh = new Map(given.flatMap((text) => split(text)).map((section) => [nameOf(section), section]));
  const kept = sections.map((section) => fresh.get(nameOf(section)) ?? section);
  const known = new Set(sections.map(nameOf));
  const added = [...fresh].filter(([name]) => !known.has(name)).map(([, section]) => section);
  return `${[intro, ...kept, ...added].map((text) => text.trim()).join("\n\n")}\n`;
}

const split = (document: string): string[] => document.split(/^(?=## )/m);

const nameOf = (section: string): string => /^## ([^:\n]+)/.exec(section)?.[1] ?? "";
