import type { PlenticoreError } from "@plenticore/core";
import type { Viewer } from "../auth/viewer.ts";
import type { LimitHits } from "../limits/hits.ts";
import { type Leave, once, takePlace } from "../limits/take-place.ts";

/** What clients of live values may take. */
export interface LiveLimits {
  /** WebSockets in all. */
  readonly sockets: number;
  /** WebSockets of one key. */
  readonly socketsPerKey: number;
  /** WebSockets of one address, of IPv6 a /64, that have not shown a good key yet. */
  readonly socketsPerAddress: number;
  /** Running subscriptions in all, over WebSocket and SSE. */
  readonly subscriptions: number;
  readonly subscriptionsPerKey: number;
  readonly subscriptionsPerSocket: number;
  /** Messages and pings that one WebSocket may send in 10 s. */
  readonly messagesPer10s: number;
  /** Bytes of one message over WebSocket. */
  readonly messageBytes: number;
  /** Bytes of answers that wait for one client. */
  readonly bufferedBytes: number;
  /** How long a client may take nothing while something waits for it, in seconds. */
  readonly stallSeconds: number;
  /** How long a WebSocket may stay without `connection_init`, in seconds. */
  readonly initSeconds: number;
  /** How often it is seen whether a client is still there, in seconds. */
  readonly keepAliveSeconds: number;
}

export const defaultLiveLimits: LiveLimits = {
  sockets: 1000,
  socketsPerKey: 200,
  socketsPerAddress: 250,
  subscriptions: 10_000,
  subscriptionsPerKey: 2000,
  subscriptionsPerSocket: 100,
  messagesPer10s: 500,
  messageBytes: 128 * 1024,
  bufferedBytes: 1024 * 1024,
  stallSeconds: 10,
  initSeconds: 3,
  keepAliveSeconds: 30,
};

/** What is there now, and what was refused or ended since the start. */
export interface LiveCounts {
  sockets: number;
  subscriptions: number;
  /** Clients that took too long to read. */
  slowClosed: number;
  /** Clients that sent too much. */
  floodClosed: number;
  /** Sockets and subscriptions that were refused. */
  refused: number;
}

/** Places for sockets and subscriptions, each taken before anything is awaited. */
export class Places {
  readonly counts: LiveCounts = { sockets: 0, subscriptions: 0, slowClosed: 0, floodClosed: 0, refused: 0 };
  readonly #limits: LiveLimits;
  readonly #hits: LimitHits;
  readonly #socketsOf = new Map<string, number>();
  readonly #subscriptionsOf = new Map<string, number>();

  constructor(limits: LiveLimits, hits: LimitHits) {
    this.#limits = limits;
    this.#hits = hits;
  }

  /** @returns what gives the place back; undefined: there is none */
  socket(): Leave | undefined {
    if (this.counts.sockets >= this.#limits.sockets) return this.#refuse("sockets");
    this.counts.sockets += 1;
    return once(() => {
      this.counts.sockets -= 1;
    });
  }

  socketOf({ name }: Viewer): Leave | undefined {
    return takePlace(this.#socketsOf, name, this.#limits.socketsPerKey) ?? this.#refuse("socketsPerKey");
  }

  /** @throws PlenticoreError LIMIT_EXCEEDED that names the limit */
  subscription({ name }: Viewer): Leave {
    const { subscriptions, subscriptionsPerKey } = this.#limits;
    if (this.counts.subscriptions >= subscriptions) throw this.#over("subscriptions", subscriptions);
    const leave = takePlace(this.#subscriptionsOf, name, subscriptionsPerKey);
    if (leave === undefined) throw this.#over("subscriptionsPerKey", subscriptionsPerKey);
    this.counts.subscriptions += 1;
    return once(() => {
      leave();
      this.counts.subscriptions -= 1;
    });
  }

  overPerSocket(): PlenticoreError {
    return this.#over("subscriptionsPerSocket", this.#limits.subscriptionsPerSocket);
  }

  /** A client did not read. */
  slowClosed(name: "stallSeconds" | "bufferedBytes" = "stallSeconds"): void {
    this.counts.slowClosed += 1;
    this.#hits.count(name);
  }

  /** A client sent too much. What is over a key's rate was counted when it was refused. */
  floodClosed(name: "messagesPer10s" | "requestsPerMinute"): void {
    this.counts.floodClosed += 1;
    if (name === "messagesPer10s") this.#hits.count(name);
  }

  #over(name: keyof LiveLimits, limit: number): PlenticoreError {
    this.counts.refused += 1;
    return this.#hits.over(name, `there are ${limit} already; complete one first`);
  }

  #refuse(name: keyof LiveLimits): undefined {
    this.counts.refused += 1;
    this.#hits.count(name);
    return undefined;
  }
}
