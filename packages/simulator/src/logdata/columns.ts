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

/** Where a column stands in a row. */
export function place(name: string): number {
  const index = COLUMNS.indexOf(name);
  if (index < 0) throw new RangeError(`The log has no column ${name}.`);
  return index;
}

/** One line of the table in the making: a year of them is written, so the cells are kept and used again. */
export class Line {
  readonly #cells: string[] = COLUMNS.map(() => "");

  clear(): this {
    this.#cells.fill("");
    return this;
  }

  set(index: number, value: number | string): this {
    this.#cells[index] = String(value);
    return this;
  }

  /** Rounded to whole numbers, as almost all columns are. */
  whole(index: number, value: number): this {
    this.#cells[index] = String(Math.round(value) + 0);
    return this;
  }

  toString(): string {
    return this.#cells.join("\t");
  }
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
