import { isIPv6 } from "node:net";
import { setTimeout } from "node:timers/promises";
import { TokenBucket } from "./token-bucket.ts";

export interface RefusalsOptions {
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** Default: the system's. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Refusals of one address that are answered at once, in a minute. */
const promptPerMinute = 60;
/** How long the answer of another waits, in ms. */
const heldMs = 1000;
/** So many networks are remembered. */
const remembered = 10_000;

const systemSleep = (ms: number): Promise<void> => setTimeout(ms, undefined, { ref: false });

/**
 * Slows down those who are refused again and again: a script that asks anew as soon as it is answered, without a key or over
 * its rate, then costs next to nothing. Who is welcome from the same address notices nothing.
 */
export class Refusals {
  readonly #options: RefusalsOptions;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  /** @returns undefined: it may be told at once, and logged; else when it may be told */
  hold(address: string): Promise<void> | undefined {
    const { sleep = systemSleep } = this.#options;
    const now = this.#options.now();
    const network = networkOf(address);
    const bucket = this.#buckets.get(network) ?? new TokenBucket(promptPerMinute, promptPerMinute, now);
    this.#buckets.delete(network);
    this.#buckets.set(network, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > remembered && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take(1, now) === 0 ? undefined : sleep(heldMs);
  }
}

/** Of IPv6 a /64, of which one machine may take any address it likes; of IPv4, also written as IPv6, the address. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [before = "", after] = address.split("::");
  const groups = before.split(":");
  const left = after === undefined || after === "" ? 0 : after.split(":").length;
  while (groups.length + left < 8) groups.push("0");
  return [...groups, ...(after?.split(":") ?? [])].slice(0, 4).join(":");
}
