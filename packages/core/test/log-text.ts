const INDEXES = [1, 2, 3];

/** The columns of a PIKO IQ / PLENTICORE log (FACTS 2.5). */
export const COLUMNS = [
  "Zeit",
  ...INDEXES.flatMap((index) => ["U", "I", "P", "T", "S"].map((part) => `DC${index} ${part}`)),
  ...INDEXES.flatMap((index) => ["U", "I", "P", "T"].map((part) => `AC${index} ${part}`)),
  ..."AC F|FC I|Ain1|Ain2|Ain3|Ain4|AC S|ERR|ENS S|ENS Err|HC1 P|HC2 P|HC3 P|SOC H|BAT Te|BAT Cy|KB S|total E|OWN E|HOME E|Iso R|Ereignis".split(
    "|",
  ),
];

export const PREAMBLE = [
  "Wechselrichter Logdaten",
  "Wechselrichter Nr:\t1",
  "Name:\tscb",
  "akt. Zeit:\t1682726400",
  "",
  "Logdaten U[V], I[mA], P[W], E[kWh], F[Hz], R[kOhm], Ain T[digit], Zeit[sec], TE[C], H[%]",
];

export type Cells = Readonly<Record<string, string | number>>;

/** 2026-06-21T00:00:00Z */
export const MIDNIGHT = 1_782_000_000;

export const sampleAt = (time: number): Cells => ({ Zeit: time, ERR: 0, "DC1 P": time % 1000, "AC F": "50.0" });

/** A log as a device prints it. */
export function logText(rows: readonly Cells[], columns: readonly string[] = COLUMNS, lineEnd = "\n"): string {
  const lines = [
    ...PREAMBLE,
    columns.join("\t"),
    ...rows.map((row) => columns.map((name) => row[name] ?? "").join("\t")),
  ];
  return lines.map((line) => line + lineEnd).join("");
}

export const logBytes = (rows: readonly Cells[]): Uint8Array => new TextEncoder().encode(logText(rows));
