import { isBlank, readNumber } from "./cell.ts";
import { LogDataLayoutError } from "./errors.ts";
import type { Layout } from "./layout.ts";
import { LineSplitter, type OnLine } from "./line-splitter.ts";
import { headerOf, noTable } from "./parser.ts";

/** A row from which reading may begin: the first of its time. */
export interface Mark {
  readonly row: number;
  readonly offset: number;
}

const ROWS_PER_MARK = 64;
const TAB = 9;
const CARRIAGE_RETURN = 13;

/** Where the rows of a log stand, noted while it arrives: one mark for many rows, so that a year costs some kilobytes. */
export class RowIndex {
  readonly #lines = new LineSplitter();
  readonly #marks: Mark[] = [];
  readonly #onLine: OnLine = (bytes, start, end, offset) => this.#line(bytes, start, end, offset);
  #layout: Layout | undefined;
  #rowsFrom = 0;
  #rows = 0;
  #time = Number.NaN;

  get layout(): Layout | undefined {
    return this.#layout;
  }

  /** Complete rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** @throws LogDataLayoutError */
  push(chunk: Uint8Array): void {
    this.#lines.push(chunk, this.#onLine);
  }

  /** @throws LogDataLayoutError where no table came */
  finish(): void {
    this.#lines.finish(this.#onLine);
    if (this.#layout === undefined) throw noTable();
  }

  /** The last mark at or before a row. */
  before(row: number): Mark {
    let low = 0;
    let high = this.#marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#marks[middle]?.row ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return this.#marks[low] ?? { row: 0, offset: this.#rowsFrom };
  }

  #line(bytes: Uint8Array, start: number, end: number, offset: number): boolean {
    if (this.#layout === undefined) {
      this.#layout = headerOf(bytes, start, end, offset);
      this.#rowsFrom = offset + end - start + (bytes[end] === CARRIAGE_RETURN ? 2 : 1);
      return true;
    }
    if (end === start) return true;
    const tab = bytes.indexOf(TAB, start);
    const time = readNumber(bytes, start, tab < 0 || tab > end ? end : tab, 0);
    if (!Number.isInteger(time)) {
      if (isBlank(bytes, start, end)) return true;
      throw new LogDataLayoutError("Zeit", `the log's column "Zeit" has no whole number of seconds`);
    }
    const last = this.#marks.at(-1);
    if (last === undefined || (this.#rows - last.row >= ROWS_PER_MARK && time !== this.#time)) {
      this.#marks.push({ row: this.#rows, offset });
    }
    this.#time = time;
    this.#rows++;
    return true;
  }
}
