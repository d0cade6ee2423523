import type { Server, ServerResponse } from "node:http";

export interface RequestsOptions {
  /** How long a client may take nothing of an answer that waits for it, in ms. */
  readonly stallMs: number;
  /** One was ended because it did not read. */
  readonly onSlow: () => void;
  /** Monotonic, in ms. */
  readonly now: () => number;
}

interface Progress {
  /** Bytes that have left. */
  sent: number;
  since: number;
}

const tickMs = 1000;

/** The requests that are being answered. Who does not read the answer is left alone after a while. */
export class Requests {
  readonly #options: RequestsOptions;
  readonly #responses = new Map<ServerResponse, Progress>();
  readonly #none: (() => void)[] = [];

  constructor(server: Server, options: RequestsOptions) {
    this.#options = options;
    server.on("request", (_request, response) => {
      this.#responses.set(response, { sent: -1, since: 0 });
      response.once("close", () => {
        this.#responses.delete(response);
        if (this.count === 0) for (const resolve of this.#none.splice(0)) resolve();
      });
    });
    const ticking = setInterval(() => this.#endSlow(), tickMs);
    ticking.unref();
    server.once("close", () => clearInterval(ticking));
  }

  get count(): number {
    return this.#responses.size;
  }

  none(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.#none.push(resolve));
  }

  #endSlow(): void {
    const { stallMs, onSlow, now } = this.#options;
    const time = now();
    for (const [response, progress] of this.#responses) {
      const { socket, destroyed } = response;
      if (destroyed) continue;
      const waiting = socket?.writableLength ?? 0;
      const sent = waiting === 0 || socket === null ? -1 : socket.bytesWritten - waiting;
      if (sent === -1 || sent !== progress.sent) {
        progress.sent = sent;
        progress.since = time;
      } else if (time - progress.since >= stallMs) {
        onSlow();
        response.destroy();
      }
    }
  }
}
