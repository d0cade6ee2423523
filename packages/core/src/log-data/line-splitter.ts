import { LogDataLayoutError } from "./errors.ts";

/** `bytes[start, end)` is one line without its end; `offset` is where it begins in all that was pushed. False: enough. */
export type OnLine = (bytes: Uint8Array, start: number, end: number, offset: number) => boolean;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MAX_LINE_BYTES = 65_536;
const nothing = new Uint8Array(0);

/** Cuts a stream of bytes into lines, wherever its chunks end; a line that lies within one chunk is not copied. */
export class LineSplitter {
  #begun = nothing;
  #offset: number;

  /** `offset`: where in the file the first pushed byte stands. */
  constructor(offset = 0) {
    this.#offset = offset;
  }

  /** False when `onLine` has had enough. @throws LogDataLayoutError for a line longer than 64 KiB */
  push(chunk: Uint8Array, onLine: OnLine): boolean {
    let start = 0;
    if (this.#begun.length > 0) {
      const end = chunk.indexOf(LINE_FEED);
      this.#begin(end < 0 ? chunk : chunk.subarray(0, end));
      if (end < 0) return true;
      start = end + 1;
      if (!this.finish(onLine)) return false;
      this.#offset += 1;
    }
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      const offset = this.#offset;
      this.#offset += end + 1 - start;
      const goOn = onLine(chunk, start, end > start && chunk[end - 1] === CARRIAGE_RETURN ? end - 1 : end, offset);
      if (!goOn) return false;
      start = end + 1;
    }
    if (start < chunk.length) this.#begin(chunk.subarray(start));
    return true;
  }

  /** The line that has no end, if there is one. */
  finish(onLine: OnLine): boolean {
    const line = this.#begun;
    if (line.length === 0) return true;
    const offset = this.#offset;
    this.#begun = nothing;
    this.#offset += line.length;
    return onLine(line, 0, line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length, offset);
  }

  #begin(more: Uint8Array): void {
    const length = this.#begun.length + more.length;
    if (length > MAX_LINE_BYTES)
      throw new LogDataLayoutError("Zeit", `the answer is no log: a line is longer than ${MAX_LINE_BYTES} bytes`);
    const begun = new Uint8Array(length);
    begun.set(this.#begun);
    begun.set(more, this.#begun.length);
    this.#begun = begun;
  }
}
