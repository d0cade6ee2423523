const replaced: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** An id from a name, as one writes them into the configuration: "Garage Süd" is `garage-sued`; a number where it is taken. */
export function proposedId(name: string, taken: readonly string[]): string {
  const plain = name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => replaced[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const base = plain === "" ? "inverter" : plain;
  const names = [base, ...Array.from(taken, (_, index) => `${base}-${index + 2}`)];
  return names.find((id) => !taken.includes(id)) ?? base;
}
