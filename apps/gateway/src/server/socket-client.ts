import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Secret } from "@plenticore/core";
import type { RawData, WebSocket } from "ws";
import type { Viewer } from "../auth/viewer.ts";
import type { Leave } from "../limits/take-place.ts";
import type { LiveLimits, Places } from "../live/limits.ts";
import type { Membership } from "../live/membership.ts";
import { Outlet } from "../live/outlet.ts";
import type { Logger } from "../log.ts";
import { type FloodLimit, Intake } from "./intake.ts";

/** Close codes beside those of graphql-transport-ws; docs/live.md tells them to clients. */
export const closeCodes = {
  /** The client did not read: over `bufferedBytes`, or nothing for `stallSeconds`. */
  slow: 4413,
  /** The client sent more than `messagesPer10s`, or went on over its key's rates. */
  flood: 4414,
  /** Over `sockets`, `socketsPerKey` or `socketsPerAddress`. */
  tooMany: 4415,
} as const;

/** A client that does not even read the reason is left alone after this, in ms. */
export const lastWordMs = 1000;

export interface SocketClientOptions {
  /** Of the upgrade request. */
  readonly address: string;
  readonly limits: LiveLimits;
  readonly places: Places;
  readonly onFlood: (client: SocketClient, limit: FloodLimit, reason: string) => void;
  /** Monotonic, in ms. */
  readonly now: () => number;
  readonly log: Logger;
}

/** One client of the gateway's WebSockets: who it is, what it runs, and how it is sent away. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly intake: Intake;
  readonly outlet: Outlet;
  /** Aborts when it has gone. */
  readonly gone = new AbortController();
  /** Of the upgrade request; `connection_init` may bring another. */
  readonly authorization: Secret | undefined;
  readonly address: string;
  /** By the ids that the client chose; undefined: it is about to begin, or no subscription. */
  readonly running = new Map<string, Membership | undefined>();
  /** What gives back its places. */
  readonly leave: Leave[] = [];
  viewer: Viewer | undefined;
  /** Whether it answered the last ping. */
  isAlive = true;
  readonly #options: SocketClientOptions;

  constructor(socket: WebSocket, stream: Duplex, { headers }: IncomingMessage, options: SocketClientOptions) {
    const { address, limits, onFlood, now } = options;
    this.#options = options;
    this.socket = socket;
    this.intake = new Intake(socket, { limits, onFlood: (limit, reason) => onFlood(this, limit, reason) });
    this.outlet = new Outlet(socket, stream, now);
    this.authorization = headers.authorization === undefined ? undefined : new Secret(headers.authorization);
    this.address = address;
  }

  send(data: string): Promise<void> {
    const { socket, outlet } = this;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    // What waits, without this one: an answer may be longer than what may wait, and nobody reads faster than the network.
    if (outlet.bufferedBytes > this.#options.limits.bufferedBytes) {
      this.endSlow("bufferedBytes");
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      // Who went away meanwhile wants no answer.
      socket.send(data, { binary: false, compress: false }, () => resolve());
      outlet.noteWritten();
    });
  }

  endSlow(name: "stallSeconds" | "bufferedBytes"): void {
    this.#options.places.slowClosed(name);
    this.end(closeCodes.slow, "the client did not read");
  }

  /** Sends away who stays against the rules. */
  end(code: number, reason: string): void {
    const { log } = this.#options;
    // Strangers must not fill the log: the counts tell of them.
    const tell = this.viewer === undefined ? log.debug : log.info;
    tell("ended a client", { code, reason, key: this.viewer?.name ?? null });
    this.close(code, reason);
  }

  /** For good after `lastWordMs`, whether it answers or not. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), lastWordMs).unref();
  }

  /** Gives back all that it had. */
  left(): void {
    this.gone.abort();
    this.outlet.close();
    for (const leave of this.leave) leave();
    for (const membership of this.running.values()) void membership?.return();
  }
}

export const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString();
