import type { LogDataRow } from "./types.ts";

/** Which row of a log: the `ordinal`-th of its kind at its time; `row` is where it stood when it was read. */
export interface Position {
  readonly time: number;
  readonly kind: LogDataRow["kind"];
  readonly ordinal: number;
  readonly row: number;
}

const letters = { sample: "a", summary: "s", error: "e" } as const;
const kinds = { a: "sample", s: "summary", e: "error" } as const;
const printed = /^(\d{1,13})([ase])(\d{1,9})\.(\d{1,9})$/;

export const printCursor = ({ time, kind, ordinal, row }: Position): string =>
  Buffer.from(`${time / 1000}${letters[kind]}${ordinal}.${row}`, "latin1").toString("base64url");

/** Undefined for what `printCursor` never printed. */
export function parseCursor(cursor: string): Position | undefined {
  const match = printed.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (match === null) return undefined;
  const [, seconds, letter, ordinal, row] = match;
  return {
    time: Number(seconds) * 1000,
    kind: kinds[letter as keyof typeof kinds],
    ordinal: Number(ordinal),
    row: Number(row),
  };
}

export const isSame = (one: Position, other: Position): boolean =>
  one.time === other.time && one.kind === other.kind && one.ordinal === other.ordinal;

/** Numbers rows in their order. */
export class Numbering {
  #row: number;
  #time = Number.NaN;
  readonly #counts = { sample: 0, summary: 0, error: 0 };

  /** `row`: the number of the first row that comes; it must be the first of its time. */
  constructor(row: number) {
    this.#row = row;
  }

  next({ time, kind }: Pick<LogDataRow, "time" | "kind">): Position {
    if (time !== this.#time) {
      this.#time = time;
      this.#counts.sample = 0;
      this.#counts.summary = 0;
      this.#counts.error = 0;
    }
    return { time, kind, ordinal: this.#counts[kind]++, row: this.#row++ };
  }
}
