import { setTimeout } from "node:timers/promises";
import type { Limits } from "./limits.ts";
import { networkOf } from "./network.ts";
import { TokenBucket } from "./token-bucket.ts";

export interface RefusalsOptions {
  /** Who waits has one of these places. */
  readonly limits: Pick<Limits, "connections" | "connectionsPerAddress" | "sockets" | "socketsPerAddress">;
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** Resolves after a time, or when whoever waits is gone. Default: by the system's clock. */
  readonly sleep?: (ms: number, gone: AbortSignal) => Promise<void>;
}

/** Since the start. */
export interface RefusalCounts {
  /** What was told late. */
  held: number;
  /** What was not told, since too many waited, of the same address or in all. */
  dropped: number;
}

/** Who is refused. */
export interface Refused {
  /** Aborts when the client is gone. */
  readonly gone: AbortSignal;
  /** Ends its connection without a word. */
  readonly drop: () => void;
}

/** Refusals of one address that are answered at once, in a minute. */
const promptPerMinute = 60;
/** How long the answer of another waits at least, in ms. */
const heldMs = 1000;
/** So far apart are those that wait, in ms: many at once would be a flood of their own when they are told. */
const spacingMs = 40;
/** So long waits nobody, in ms: where more come, answers come closer to each other. */
const longestMs = 10_000;
/** This part of the places may be taken by those who wait: the others are for who is welcome. */
const heldPart = 1 / 2;
/** So many networks are remembered. */
const remembered = 10_000;

interface Network {
  readonly prompt: TokenBucket;
  /** When the next refusal may be told. */
  nextAt: number;
  /** How many wait. */
  held: number;
}

/**
 * Slows down those who are refused again and again: a script that asks anew as soon as it is answered, without a key or over
 * its rate, then costs next to nothing, on however many connections. Who is welcome from the same address notices nothing.
 */
export class Refusals {
  readonly counts: RefusalCounts = { held: 0, dropped: 0 };
  readonly #options: RefusalsOptions;
  readonly #networks = new Map<string, Network>();
  readonly #mostOfNetwork: number;
  readonly #mostInAll: number;
  #held = 0;

  constructor(options: RefusalsOptions) {
    this.#options = options;
    const { connections, connectionsPerAddress, sockets, socketsPerAddress } = options.limits;
    this.#mostOfNetwork = Math.floor(Math.min(connectionsPerAddress, socketsPerAddress) * heldPart);
    this.#mostInAll = Math.floor(Math.min(connections, sockets) * heldPart);
  }

  /**
   * Who is one too many to wait is cut off at once: told at once, all others of a flood would be answered as fast as ever.
   *
   * @returns undefined: it may be told at once, and logged; else when it may be told, or nobody is there any more
   */
  hold(address: string, { gone, drop }: Refused): Promise<void> | undefined {
    const { sleep = systemSleep } = this.#options;
    const now = this.#options.now();
    const network = this.#network(address, now);
    if (network.prompt.take(1, now) === 0) return undefined;
    if (network.held >= this.#mostOfNetwork || this.#held >= this.#mostInAll) {
      this.counts.dropped += 1;
      drop();
      return Promise.resolve();
    }
    this.counts.held += 1;
    network.held += 1;
    this.#held += 1;
    const at = Math.min(Math.max(now + heldMs, network.nextAt), now + longestMs);
    network.nextAt = at + spacingMs;
    return sleep(at - now, gone).finally(() => {
      network.held -= 1;
      this.#held -= 1;
    });
  }

  #network(address: string, now: number): Network {
    const name = networkOf(address);
    const network = this.#networks.get(name) ?? {
      prompt: new TokenBucket(promptPerMinute, promptPerMinute, now),
      nextAt: now,
      held: 0,
    };
    this.#networks.delete(name);
    this.#networks.set(name, network);
    if (this.#networks.size > remembered) this.#forgetOldest();
    return network;
  }

  /** Nobody of whom somebody waits: he would begin anew, with more who may wait. */
  #forgetOldest(): void {
    for (const [name, { held }] of this.#networks) {
      if (held > 0) continue;
      this.#networks.delete(name);
      return;
    }
  }
}

const systemSleep = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { ref: false, signal }).catch(() => undefined);
