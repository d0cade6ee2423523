import { quantity, type Timestamp, type Watt } from "../units.ts";
import { cellEnd, isBlank, MISSING, readNumber, readText, WRONG } from "./cell.ts";
import { LogDataLayoutError } from "./errors.ts";
import type { Layout, Triple } from "./layout.ts";
import type { LogDataPhase, LogDataRow } from "./types.ts";

const MS = 1_000;

/** Reads rows of one layout from their bytes: numbers are never made texts first. */
export class RowParser {
  readonly #layout: Layout;
  readonly #values: Float64Array;
  readonly #event = { start: 0, end: 0 };
  #isSummary = false;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#values = new Float64Array(layout.names.length);
  }

  /** The row in `bytes[start, end)`; undefined where the line is blank. @throws LogDataLayoutError naming a column that holds no number */
  parse(bytes: Uint8Array, start: number, end: number): LogDataRow | undefined {
    const { single } = this.#layout;
    if (!this.#read(bytes, start, end)) return undefined;
    const seconds = this.#values[single.time] as number;
    if (!Number.isInteger(seconds)) throw this.#wrong(single.time, "has no whole number of seconds");
    const time = quantity<Timestamp>(seconds * MS);
    if (this.#isSummary) return this.#summary(time);
    const code = this.#values[single.error] as number;
    if (code !== 0 && !Number.isNaN(code)) {
      const event = readText(bytes, this.#event.start, this.#event.end);
      return { kind: "error", time, code: this.#whole(single.error) ?? code, event: event || null };
    }
    return this.#sample(time);
  }

  #read(bytes: Uint8Array, start: number, end: number): boolean {
    const { slots, shifts, single } = this.#layout;
    const values = this.#values.fill(MISSING);
    this.#event.start = start;
    this.#event.end = start;
    this.#isSummary = false;
    if (isBlank(bytes, start, end)) return false;
    let at = start;
    for (let column = 0; column < slots.length && at <= end; column++) {
      const to = cellEnd(bytes, at, end);
      const slot = slots[column] as number;
      if (slot >= 0 && to > at) {
        if (slot === single.event) {
          this.#event.start = at;
          this.#event.end = to;
        } else if (slot === single.summary) this.#isSummary = readText(bytes, at, to) !== "";
        else {
          const value = readNumber(bytes, at, to, shifts[slot] as number);
          if (value === WRONG) throw this.#wrong(slot, `holds ${JSON.stringify(readText(bytes, at, to).slice(0, 40))}`);
          values[slot] = value;
        }
      }
      at = to + 1;
    }
    return true;
  }

  #summary(time: Timestamp): LogDataRow {
    const { single } = this.#layout;
    return {
      kind: "summary",
      time,
      totalYield: this.#value(single.totalYield),
      ownConsumption: this.#value(single.ownConsumption),
      home: this.#value(single.home),
      isolationResistance: this.#value(single.isolationResistance),
    };
  }

  #sample(time: Timestamp): LogDataRow {
    const { single, strings, phases } = this.#layout;
    const fromSolar = this.#value<Watt>(single.fromSolar);
    const fromGrid = this.#value<Watt>(single.fromGrid);
    return {
      kind: "sample",
      time,
      strings: this.#triples(strings, ({ index, voltage, current, power }) => ({
        index,
        power: this.#value(power),
        voltage: this.#value(voltage),
        current: this.#value(current),
      })),
      phases: this.#triples<LogDataPhase>(phases, ({ index, voltage, current, power }) => ({
        index,
        power: this.#value(power),
        voltage: this.#value(voltage),
        current: this.#value(current),
        gridPower: null,
        gridCurrent: null,
      })),
      frequency: this.#value(single.frequency),
      stateOfCharge: this.#value(single.stateOfCharge),
      batteryTemperature: this.#value(single.batteryTemperature),
      stateCode: this.#whole(single.stateCode),
      home: fromSolar === null && fromGrid === null ? null : { fromSolar, fromGrid },
    };
  }

  #triples<Item>(triples: readonly Triple[], make: (triple: Triple) => Item): Item[] {
    const items: Item[] = [];
    for (const triple of triples) {
      if (this.#has(triple.power) || this.#has(triple.voltage) || this.#has(triple.current)) items.push(make(triple));
    }
    return items;
  }

  #has(slot: number): boolean {
    return slot >= 0 && !Number.isNaN(this.#values[slot]);
  }

  #value<Quantity extends Parameters<typeof quantity>[0]>(slot: number): Quantity | null {
    return this.#has(slot) ? (this.#values[slot] as Quantity) : null;
  }

  #whole(slot: number): number | null {
    if (!this.#has(slot)) return null;
    const value = this.#values[slot] as number;
    if (!Number.isInteger(value)) throw this.#wrong(slot, "has no whole number");
    return value;
  }

  #wrong(slot: number, what: string): LogDataLayoutError {
    const name = this.#layout.names[slot] ?? "Zeit";
    return new LogDataLayoutError(name, `the log's column "${name}" ${what}`);
  }
}
