import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { SharedText } from "./shared-text.ts";

interface Waiting {
  readonly id: string;
  readonly text: SharedText;
}

/** One WebSocket's way out. While the client does not read, the newest event of each subscription and key waits, and nothing else. */
export class Outlet {
  /** Since when nothing was taken of what waits, monotonic in ms; undefined: nothing waits. */
  #blockedSince: number | undefined;
  /** How much waited when it was looked at last. */
  #bytesLeft = 0;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #now: () => number;
  #waiting: Map<string, Waiting> | undefined;
  #drain: PromiseWithResolvers<void> | undefined;

  constructor(socket: WebSocket, stream: Duplex, now: () => number) {
    this.#socket = socket;
    this.#stream = stream;
    this.#now = now;
    stream.on("drain", this.#drained);
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Whether something was written that the client has not taken. */
  get isBlocked(): boolean {
    return this.#blockedSince !== undefined;
  }

  /**
   * For how long the client has taken nothing of what waits, in ms, as far as is seen at the calls: one that is slow but
   * takes something between two of them is none that stalls. 0: nothing waits.
   */
  stalledMs(): number {
    if (this.#blockedSince === undefined) return 0;
    const bytesLeft = bytesLeftIn(this.#stream);
    if (bytesLeft < this.#bytesLeft) this.#blockedSince = this.#now();
    this.#bytesLeft = bytesLeft;
    return this.#now() - this.#blockedSince;
  }

  /** @param id of the subscription */
  next(id: string, key: string, text: SharedText): void {
    if (this.#stream.writableNeedDrain) {
      this.#waiting ??= new Map();
      const slot = `${id}\n${key}`;
      // Newest last: the order in which they are sent is the order in which they came.
      this.#waiting.delete(slot);
      this.#waiting.set(slot, { id, text });
      this.#noteBlocked();
    } else {
      this.#send(id, text);
    }
  }

  /** Resolves when all is written, or the client is gone; undefined: all is. */
  drained(): Promise<void> | undefined {
    if (!this.#stream.writableNeedDrain) return undefined;
    this.#drain ??= Promise.withResolvers();
    return this.#drain.promise;
  }

  /** A subscription that was completed hears nothing more. */
  forget(id: string): void {
    for (const [slot, waiting] of this.#waiting ?? []) if (waiting.id === id) this.#waiting?.delete(slot);
  }

  close(): void {
    this.#stream.off("drain", this.#drained);
    this.#waiting = undefined;
    this.#drain?.resolve();
  }

  /** Notes that something waits, for who ends clients that do not read. */
  noteWritten(): void {
    if (this.#stream.writableNeedDrain) this.#noteBlocked();
  }

  #noteBlocked(): void {
    this.#blockedSince ??= this.#now();
  }

  #send(id: string, text: SharedText): void {
    // As the library does: who is on his way out hears nothing more.
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // Past the library, which would make a header for each: it compresses nothing here, so that it keeps nothing back either.
    this.#stream.write(text.frame(id));
    this.noteWritten();
  }

  readonly #drained = (): void => {
    this.#blockedSince = undefined;
    for (const [slot, { id, text }] of this.#waiting ?? []) {
      if (this.#stream.writableNeedDrain) return this.#noteBlocked();
      this.#waiting?.delete(slot);
      this.#send(id, text);
    }
    this.#waiting = undefined;
    if (this.#stream.writableNeedDrain) return;
    this.#drain?.resolve();
    this.#drain = undefined;
  };
}

interface Handled {
  /** What Node has beneath a socket; its own time limits look at it, too. */
  // oxlint-disable-next-line no-underscore-dangle -- Node's name
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/**
 * Bytes that wait for the other side. Of a long message that is being sent, the stream counts the whole until its end, the
 * handle what is left of it.
 */
export const bytesLeftIn = (stream: Duplex): number => {
  // oxlint-disable-next-line no-underscore-dangle -- Node's name
  const handle = (stream as Handled)._handle;
  return stream.writableLength + (handle?.writeQueueSize ?? 0);
};
