/** Number of strings in the file's layout, whatever the device has; the third is the battery's where there is one. */
export const LOGGED_STRINGS = 3;

const INDEXES = [1, 2, 3] as const;

/** Header of the table (FACTS 2.5). */
export const COLUMNS: readonly string[] = [
  "Zeit",
  ...INDEXES.flatMap((index) => ["U", "I", "P", "T", "S"].map((part) => `DC${index} ${part}`)),
  ...INDEXES.flatMap((index) => ["U", "I", "P", "T"].map((part) => `AC${index} ${part}`)),
  "AC F",
  "FC I",
  "Ain1",
  "Ain2",
  "Ain3",
  "Ain4",
  "AC S",
  "ERR",
  "ENS S",
  "ENS Err",
  ...INDEXES.map((index) => `SH${index} P`),
  ...INDEXES.map((index) => `SC${index} P`),
  ...INDEXES.map((index) => `HC${index} P`),
  "SOC H",
  "BAT Te",
  "BAT Cy",
  "KB S",
  "total E",
  "OWN E",
  "HOME E",
  "Iso R",
  "Ereignis",
];

const places: ReadonlyMap<string, number> = new Map(COLUMNS.map((name, index) => [name, index]));

/** One line of the table; columns that are left out are empty. */
export function line(values: Readonly<Record<string, string | number>>): string {
  const cells = COLUMNS.map(() => "");
  for (const [name, value] of Object.entries(values)) {
    const place = places.get(name);
    if (place === undefined) throw new RangeError(`The log has no column ${name}.`);
    cells[place] = String(value);
  }
  return cells.join("\t");
}

/** The six lines before the table's header; their order and wording are from logs of the same family (FACTS 9.10). */
export function preamble(name: string, now: number): string[] {
  return [
    "Wechselrichter Logdaten",
    "Wechselrichter Nr:\t1",
    `Name:\t${name}`,
    `akt. Zeit:\t${Math.floor(now / 1000)}`,
    "",
    "Logdaten U[V], I[mA], P[W], E[kWh], F[Hz], R[kOhm], Ain T[digit], Zeit[sec], TE[C], H[%]",
  ];
}
