import { StreamError } from "@plenticore/rest";
import { abortable } from "../abortable.ts";
import type { Connection } from "../connection.ts";
import { call } from "../device-calls.ts";
import { isPlenticoreError, PlenticoreError } from "../errors.ts";
import { toError } from "../failures.ts";
import type { Runtime } from "../runtime.ts";
import { parseCursor } from "./cursor.ts";
import { Download } from "./download.ts";
import { LogDataLayoutError } from "./errors.ts";
import { type LogDataStorage, logDataDefaults } from "./options.ts";
import { readPage } from "./page.ts";
import { rangeProblem } from "./range.ts";
import { Spool } from "./spool.ts";
import type { LogDataPage, LogDataQuery, LogDataRange } from "./types.ts";

export interface LogDataLaneOptions {
  readonly inverterId: string;
  /** With a queue of its own: beside what is polled, one download at a time. */
  readonly connection: Connection;
  /** Resolves when the device can be asked. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
  /** Opens a session in the common queue where there is none. */
  readonly logIn: () => Promise<void>;
  readonly runtime: Pick<Runtime, "monotonic" | "sleep">;
  readonly storage: LogDataStorage | undefined;
  /** The device is still sending. */
  readonly onChunk: () => void;
}

/** The device's log of five-minute averages (FACTS 2.5): it takes minutes, so that one download serves all who want the range. */
export class LogDataLane {
  readonly #options: LogDataLaneOptions;
  readonly #storage: Required<Omit<LogDataStorage, "folder">> & LogDataStorage;
  readonly #current = new Map<string, Download>();
  readonly #all = new Set<Download>();

  constructor(options: LogDataLaneOptions) {
    this.#options = options;
    this.#storage = { ...logDataDefaults, ...options.storage };
  }

  /** @throws PlenticoreError BAD_INPUT, BAD_ANSWER naming the column, LIMIT_EXCEEDED, CANCELLED, or what the device said */
  async page({ first, after, ...range }: LogDataQuery, signal: AbortSignal): Promise<LogDataPage> {
    if (!Number.isInteger(first) || first < 1) {
      throw this.#error("BAD_INPUT", "first must be a whole number of at least 1");
    }
    const position = after === undefined ? undefined : parseCursor(after);
    if (after !== undefined && position === undefined) {
      throw this.#error("BAD_INPUT", "after is no cursor of this log");
    }
    this.#check(range);
    await this.#options.ready(signal);
    // A page that follows another stays with its log; the first one wants the newest rows.
    const download = this.#take(range, after === undefined ? this.#storage.freshMs : Number.POSITIVE_INFINITY);
    return this.#coded(() =>
      download.use(signal, (spool) => abortable(readPage(spool, first, position, signal), signal)),
    );
  }

  /** The log as the device prints it; resolves when its table has begun. The reader counts until `signal` aborts or all is read. */
  async file(range: LogDataRange, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    this.#check(range);
    await this.#options.ready(signal);
    const download = this.#take(range, this.#storage.freshMs);
    const leave = download.enter(signal);
    try {
      const spool = await this.#coded(async () => {
        const spool = await download.spool();
        await spool.begun(signal);
        return spool;
      });
      return this.#bytes(spool, signal, leave);
    } catch (error) {
      leave({ served: false });
      throw error;
    }
  }

  /** Ends what runs and removes what is kept. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#all, (download) => download.close()));
  }

  /** What runs ends, what is kept stays. */
  stop(): void {
    for (const download of this.#all) if (download.running) download.end();
  }

  async *#bytes(
    spool: Spool,
    signal: AbortSignal,
    leave: (how: { served: boolean }) => void,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let served = false;
    try {
      yield* spool.read(0, signal);
      served = true;
    } catch (error) {
      throw this.#toError(error);
    } finally {
      leave({ served });
    }
  }

  #check(range: LogDataRange): void {
    const problem = rangeProblem(range);
    if (problem !== undefined) throw this.#error("BAD_INPUT", problem);
  }

  #take(range: LogDataRange, maxAgeMs: number): Download {
    const key = `${range.begin ?? ""}/${range.end ?? ""}`;
    const kept = this.#current.get(key);
    const { runtime } = this.#options;
    if (kept !== undefined && (kept.running || runtime.monotonic() - kept.startedAt <= maxAgeMs)) return kept;
    kept?.end();
    this.#makeRoom();
    const download = new Download({
      runtime,
      idleMs: this.#storage.idleMs,
      open: () => Spool.open(this.#storage),
      fetch: (spool, signal) => this.#fetch(range, spool, signal),
      toError: (error) => this.#toError(error),
      onOver: (one) => {
        if (this.#current.get(key) === one) this.#current.delete(key);
      },
      onGone: (one) => this.#all.delete(one),
    });
    this.#current.set(key, download);
    this.#all.add(download);
    return download;
  }

  /** The logs kept are few: the one that nobody has read for the longest goes. */
  #makeRoom(): void {
    if (this.#all.size < this.#storage.maxLogs) return;
    const [oldest] = [...this.#current.values()]
      .filter(({ idle }) => idle)
      .toSorted((one, other) => one.usedAt - other.usedAt);
    if (oldest === undefined) {
      throw this.#error("LIMIT_EXCEEDED", `${this.#all.size} logs of other days are being read; wait for one of them`);
    }
    oldest.end();
  }

  async #fetch(range: LogDataRange, spool: Spool, signal: AbortSignal): Promise<void> {
    const { connection, logIn, onChunk } = this.#options;
    await abortable(logIn(), signal);
    const download = call(
      "post_logdata_download",
      DOING,
      (client, options) => client.postLogdataDownload({ body: { ...range } }, options),
      { timeoutMs: this.#storage.timeoutMs, notFound: "NOT_AVAILABLE", streams: true },
    );
    await connection.run(
      "read",
      async (ask) => {
        const reader = (await ask(download, signal)).getReader();
        try {
          for (;;) {
            const { done, value } = await abortable(reader.read(), signal);
            if (done) return;
            await spool.append(value);
            onChunk();
          }
        } finally {
          // Ends the request where it is not at its end. Why a broken stream broke was told by the read.
          await reader.cancel().catch(() => undefined);
        }
      },
      signal,
    );
  }

  async #coded<Value>(read: () => Promise<Value>): Promise<Value> {
    try {
      return await read();
    } catch (error) {
      throw this.#toError(error);
    }
  }

  #toError(error: unknown): PlenticoreError {
    const { inverterId } = this.#options;
    if (error instanceof StreamError) return toError(error.failure, { inverterId, doing: DOING });
    if (error instanceof LogDataLayoutError) return this.#error("BAD_ANSWER", error.message);
    if (!isPlenticoreError(error)) return this.#error("INTERNAL", "it could not be kept in a temporary file", error);
    return error.inverterId === undefined && error.code !== "CANCELLED"
      ? this.#error(error.code, error.message)
      : error;
  }

  #error(code: PlenticoreError["code"], what: string, cause?: unknown): PlenticoreError {
    const { inverterId } = this.#options;
    return new PlenticoreError(code, `${inverterId}: ${DOING}: ${what}`, { inverterId, cause });
  }
}

const DOING = "reading the log";
