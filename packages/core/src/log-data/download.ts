import { cancelled } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import type { Spool } from "./spool.ts";

export interface DownloadOptions {
  readonly runtime: Pick<Runtime, "monotonic" | "sleep">;
  /** How long it is kept while nobody reads, in ms. */
  readonly idleMs: number;
  readonly open: () => Promise<Spool>;
  /** Brings the log into the spool, up to its end. */
  readonly fetch: (spool: Spool, signal: AbortSignal) => Promise<void>;
  /** Nobody may begin to use it any more. */
  readonly onOver: (download: Download) => void;
  /** Nothing of it is left. */
  readonly onGone: (download: Download) => void;
  /** The error that readers get for what `open` and `fetch` failed with. */
  readonly toError: (error: unknown) => Error;
}

/** One log of one range, fetched once for all who read it, also while it is fetched. */
export class Download {
  readonly startedAt: number;
  readonly #options: DownloadOptions;
  readonly #over = new AbortController();
  readonly #spool: Promise<Spool>;
  readonly #ended: Promise<void>;
  #running = true;
  #users = 0;
  #usedAt: number;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.startedAt = options.runtime.monotonic();
    this.#usedAt = this.startedAt;
    this.#spool = options.open();
    this.#ended = this.#run();
    void this.#expire();
  }

  get running(): boolean {
    return this.#running;
  }

  get idle(): boolean {
    return this.#users === 0;
  }

  get usedAt(): number {
    return this.#usedAt;
  }

  /** @throws PlenticoreError what the download failed with, or CANCELLED */
  async use<Value>(signal: AbortSignal, read: (spool: Spool) => Promise<Value>): Promise<Value> {
    const leave = this.enter(signal);
    let served = false;
    try {
      const value = await read(await this.spool());
      served = true;
      return value;
    } finally {
      leave({ served });
    }
  }

  /** Counts a reader until the function given back is called, or `signal` aborts. */
  enter(signal: AbortSignal): (how: { served: boolean }) => void {
    this.#users += 1;
    let here = true;
    const leave = ({ served }: { served: boolean }): void => {
      if (!here) return;
      here = false;
      signal.removeEventListener("abort", abort);
      this.#users -= 1;
      this.#usedAt = this.#options.runtime.monotonic();
      // Who was served comes back for the next page; when the last who waits goes away, nobody wants it.
      if (!served && this.#running && this.#users === 0) this.end();
      else this.#forget();
    };
    const abort = (): void => leave({ served: false });
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    return leave;
  }

  async spool(): Promise<Spool> {
    try {
      return await this.#spool;
    } catch (error) {
      throw this.#options.toError(error);
    }
  }

  /** Ends what runs; the file goes when its readers have left. */
  end(): void {
    this.#options.onOver(this);
    this.#over.abort();
    this.#forget();
  }

  /** Sends its readers away; resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.end();
    await this.#ended;
    const spool = await this.#spool.catch(() => undefined);
    spool?.fail(cancelled());
    await spool?.close();
    this.#options.onGone(this);
  }

  async #run(): Promise<void> {
    const spool = await this.#spool.catch(() => undefined);
    try {
      if (spool === undefined) this.end();
      else await this.#fetch(spool);
    } finally {
      this.#running = false;
      this.#forget();
    }
  }

  async #fetch(spool: Spool): Promise<void> {
    try {
      await this.#options.fetch(spool, this.#over.signal);
      spool.end();
    } catch (error) {
      spool.fail(this.#options.toError(error));
      this.end();
    }
  }

  /** Lets the file go when it is over and the last reader has left. */
  #forget(): void {
    if (!this.#over.signal.aborted || this.#running || this.#users > 0) return;
    this.#options.onGone(this);
    void this.#spool.then(
      (spool) => spool.close(),
      () => undefined,
    );
  }

  async #expire(): Promise<void> {
    const { runtime, idleMs } = this.#options;
    const { signal } = this.#over;
    while (!signal.aborted) {
      const wait = this.idle ? this.#usedAt + idleMs - runtime.monotonic() : idleMs;
      if (wait <= 0) this.end();
      // Ends early when the download is over.
      else await runtime.sleep(wait, { signal, background: true }).catch(() => undefined);
    }
  }
}
