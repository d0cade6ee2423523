import { LogDataLayoutError } from "./errors.ts";
import { isHeader, type Layout, readLayout } from "./layout.ts";
import { LineSplitter, type OnLine } from "./line-splitter.ts";
import { RowParser } from "./row-parser.ts";
import type { LogDataRow } from "./types.ts";

const MAX_PREAMBLE_BYTES = 65_536;
const text = new TextDecoder();

/** The device's log as typed rows while its bytes arrive, cut into chunks anywhere. */
export class LogDataParser {
  readonly #lines = new LineSplitter();
  readonly #onRow: (row: LogDataRow) => void;
  readonly #onLine: OnLine = (bytes, start, end, offset) => this.#line(bytes, start, end, offset);
  #rows: RowParser | undefined;

  constructor(onRow: (row: LogDataRow) => void) {
    this.#onRow = onRow;
  }

  /** @throws LogDataLayoutError */
  push(chunk: Uint8Array): void {
    this.#lines.push(chunk, this.#onLine);
  }

  /** @throws LogDataLayoutError also where no table came */
  finish(): void {
    this.#lines.finish(this.#onLine);
    if (this.#rows === undefined) throw noTable();
  }

  #line(bytes: Uint8Array, start: number, end: number, offset: number): boolean {
    if (this.#rows === undefined) {
      const layout = headerOf(bytes, start, end, offset);
      if (layout !== undefined) this.#rows = new RowParser(layout);
      return true;
    }
    const row = this.#rows.parse(bytes, start, end);
    if (row !== undefined) this.#onRow(row);
    return true;
  }
}

/** The layout, if the line is the table's header. @throws LogDataLayoutError where it should have come by now */
export function headerOf(bytes: Uint8Array, start: number, end: number, offset: number): Layout | undefined {
  const line = text.decode(bytes.subarray(start, end));
  if (isHeader(line)) return readLayout(line);
  if (offset > MAX_PREAMBLE_BYTES) throw noTable();
  return undefined;
}

export const noTable = (): LogDataLayoutError =>
  new LogDataLayoutError("Zeit", 'the answer is no log: no line begins with the column "Zeit"');
