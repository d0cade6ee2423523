import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { abortable } from "../abortable.ts";
import { cancelled, PlenticoreError } from "../errors.ts";
import { RowIndex } from "./row-index.ts";

export interface SpoolOptions {
  /** Folder of temporary files. Default: the system's. */
  readonly folder?: string;
  /** Most bytes of one log. */
  readonly maxBytes: number;
}

const CHUNK_BYTES = 65_536;

/**
 * A log on its way from the device, kept in a temporary file from which many read, also while it arrives.
 * The file has no name from the moment it is open, so that whatever ends this process also ends the file.
 */
export class Spool {
  readonly index = new RowIndex();
  readonly #file: FileHandle;
  readonly #maxBytes: number;
  #bytes = 0;
  #ended = false;
  #error: Error | undefined;
  #closing: Promise<void> | undefined;
  #grown = Promise.withResolvers<void>();

  private constructor(file: FileHandle, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  static async open({ folder = tmpdir(), maxBytes }: SpoolOptions): Promise<Spool> {
    const own = await mkdtemp(join(folder, "plenticore-log-"));
    try {
      return new Spool(await open(join(own, "log"), "wx+", 0o600), maxBytes);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  }

  /** Whether all of the log is there. */
  get complete(): boolean {
    return this.#ended && this.#error === undefined;
  }

  /** @throws PlenticoreError LIMIT_EXCEEDED beyond the cap; LogDataLayoutError */
  async append(chunk: Uint8Array): Promise<void> {
    if (this.#bytes + chunk.length > this.#maxBytes) {
      throw new PlenticoreError(
        "LIMIT_EXCEEDED",
        `the log is longer than ${this.#maxBytes} bytes; ask for fewer days at once`,
      );
    }
    this.index.push(chunk);
    await this.#file.write(chunk, 0, chunk.length, this.#bytes);
    this.#bytes += chunk.length;
    this.#grow();
  }

  /** All has come. @throws LogDataLayoutError where it was no log */
  end(): void {
    this.index.finish();
    this.#ended = true;
    this.#grow();
  }

  /** It will not be whole: every reader fails with `error`. */
  fail(error: Error): void {
    this.#error = error;
    this.#ended = true;
    this.#grow();
  }

  /** Resolves when the table's header has come. @throws what the download failed with, or CANCELLED */
  async begun(signal: AbortSignal): Promise<void> {
    while (this.index.layout === undefined) await this.#more(signal);
    if (this.#error !== undefined) throw this.#error;
  }

  /** The bytes from `offset` on, as they come, to the end. @throws what the download failed with, or CANCELLED */
  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    let at = offset;
    for (;;) {
      if (this.#error !== undefined) throw this.#error;
      if (at < this.#bytes) {
        const chunk = new Uint8Array(Math.min(CHUNK_BYTES, this.#bytes - at));
        const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, at);
        at += bytesRead;
        if (signal.aborted) throw cancelled();
        yield chunk.subarray(0, bytesRead);
      } else if (this.#ended) return;
      else await this.#more(signal);
    }
  }

  /** Gives the file back, once. */
  close(): Promise<void> {
    this.#closing ??= this.#file.close();
    return this.#closing;
  }

  async #more(signal: AbortSignal): Promise<void> {
    if (this.#error !== undefined) throw this.#error;
    await abortable(this.#grown.promise, signal);
  }

  #grow(): void {
    this.#grown.resolve();
    this.#grown = Promise.withResolvers();
  }
}
