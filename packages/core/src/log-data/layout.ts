import { LogDataLayoutError } from "./errors.ts";

/** What the log prints in another unit than ours, as a power of ten: mA, kWh, kOhm. */
const MILLI = -3;
const KILO = 3;

export const stringColumn = /^dc([1-9]\d?) (u|i|p)$/;
export const phaseColumn = /^ac([1-3]) (u|i|p)$/;

/** What is read of a row beside strings and phases, with its unit's power of ten. */
const single = {
  time: ["zeit", 0],
  frequency: ["ac f", 0],
  stateCode: ["ac s", 0],
  error: ["err", 0],
  fromSolar: ["hc2 p", 0],
  fromGrid: ["hc3 p", 0],
  stateOfCharge: ["soc h", 0],
  batteryTemperature: ["bat te", 0],
  summary: ["kb s", 0],
  totalYield: ["total e", KILO],
  ownConsumption: ["own e", KILO],
  home: ["home e", KILO],
  isolationResistance: ["iso r", KILO],
  event: ["ereignis", 0],
} as const;

export type SingleColumn = keyof typeof single;

/** Without these no row can be told from another kind, or it is no log of an inverter. */
const required = ["Zeit", "DC1 U", "DC1 I", "DC1 P", "AC1 U", "AC1 I", "AC1 P", "AC F", "ERR", "KB S", "total E"];

/** Voltage, current and power of one string or phase, by their slots; -1 where there is no such column. */
export interface Triple {
  readonly index: number;
  readonly voltage: number;
  readonly current: number;
  readonly power: number;
}

/** Where in a row what is read of it stands. */
export interface Layout {
  /** For each column up to the last one that is read: the slot of its value, -1 where it is not read. */
  readonly slots: Int16Array;
  /** For each slot, its unit's power of ten. */
  readonly shifts: Int8Array;
  /** For each slot, the column's name as printed. */
  readonly names: readonly string[];
  /** Slots, -1 where the device has no such column. */
  readonly single: Readonly<Record<SingleColumn, number>>;
  readonly strings: readonly Triple[];
  readonly phases: readonly Triple[];
}

const HEADER = /^\uFEFF?zeit\t/i;

export const isHeader = (line: string): boolean => HEADER.test(line);

/** Columns are found by their names, whatever their case and order. @throws LogDataLayoutError naming the column that is missing */
export function readLayout(header: string): Layout {
  const columns = header
    .replace("\uFEFF", "")
    .split("\t")
    .map((name) => name.trim());
  const places = new Map<string, number>();
  for (const [place, name] of columns.entries()) {
    const key = name.toLowerCase();
    if (!places.has(key)) places.set(key, place);
  }
  const lost = required.find((name) => !places.has(name.toLowerCase()));
  if (lost !== undefined) throw new LogDataLayoutError(lost, `the log has no column "${lost}"`);

  const names: string[] = [];
  const shifts: number[] = [];
  const slots: number[] = [];
  const slotOf = (key: string, shift: number): number => {
    const place = places.get(key);
    if (place === undefined) return -1;
    while (slots.length <= place) slots.push(-1);
    slots[place] = names.push(columns[place] ?? key) - 1;
    shifts.push(shift);
    return names.length - 1;
  };
  const triples = (pattern: RegExp, prefix: string): Triple[] => {
    const indexes = new Set(Array.from(places.keys(), (key) => Number(pattern.exec(key)?.[1] ?? 0)));
    indexes.delete(0);
    return [...indexes]
      .toSorted((one, other) => one - other)
      .map((index) => ({
        index,
        voltage: slotOf(`${prefix}${index} u`, 0),
        current: slotOf(`${prefix}${index} i`, MILLI),
        power: slotOf(`${prefix}${index} p`, 0),
      }));
  };
  const singles = Object.fromEntries(
    Object.entries(single).map(([name, [key, shift]]) => [name, slotOf(key, shift)]),
  ) as Record<SingleColumn, number>;
  return {
    single: singles,
    strings: triples(stringColumn, "dc"),
    phases: triples(phaseColumn, "ac"),
    slots: Int16Array.from(slots),
    shifts: Int8Array.from(shifts),
    names,
  };
}
