import type { Viewer } from "../auth/viewer.ts";
import type { LimitHits } from "./hits.ts";
import type { RequestLimits } from "./limits.ts";
import { TokenBucket } from "./token-bucket.ts";

export interface RatesOptions {
  readonly limits: Pick<RequestLimits, Rate>;
  readonly hits: LimitHits;
  /** Monotonic, in ms. */
  readonly now: () => number;
}

type Rate = "requestsPerMinute" | "newDocumentsPerMinute" | "writesPerMinute" | "loginsPerMinute";

/** Characters of a document that count as one: what checking it takes grows with its length. */
const charactersPerDocument = 1000;

/** Of a minute's number, what may come at once: of requests those of five seconds, of what people and scripts do now and then all. */
const atOnce = (rate: Rate, perMinute: number): number =>
  rate === "requestsPerMinute" ? Math.max(Math.min(20, perMinute), Math.ceil(perMinute / 12)) : perMinute;

/** So many buckets are kept before those that are full again are thrown away. */
const sweepAt = 1000;

/** How much one key or token may do in a time. Without them nobody can be told from another: no rate then. */
export class Rates {
  readonly #options: RatesOptions;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #counted = new WeakSet<object>();
  #sweepAt = sweepAt;

  constructor(options: RatesOptions) {
    this.#options = options;
  }

  /**
   * One more request.
   *
   * @param request what it came as, which is counted once however many parts of the gateway see it
   * @throws PlenticoreError LIMIT_EXCEEDED that tells when to come again
   */
  request(viewer: Viewer, request: object): void {
    if (!viewer.hasKey || this.#counted.has(request)) return;
    this.#take(viewer, "requestsPerMinute", 1, "requests");
    this.#counted.add(request);
  }

  /** A document that has to be checked first. @param length characters. @throws PlenticoreError LIMIT_EXCEEDED */
  newDocument(viewer: Viewer, length: number): void {
    this.#take(viewer, "newDocumentsPerMinute", Math.ceil(length / charactersPerDocument), "new documents");
  }

  /** So many fields of a mutation, of which so many log in to an inverter. @throws PlenticoreError LIMIT_EXCEEDED */
  mutation(viewer: Viewer, { writes, logins }: { readonly writes: number; readonly logins: number }): void {
    this.#take(viewer, "loginsPerMinute", logins, "logins");
    this.#take(viewer, "writesPerMinute", writes, "writes");
  }

  #take({ name, hasKey }: Viewer, rate: Rate, count: number, what: string): void {
    if (!hasKey || count === 0) return;
    const { limits, hits, now } = this.#options;
    const time = now();
    const id = `${rate} ${name}`;
    const bucket = this.#buckets.get(id) ?? new TokenBucket(limits[rate], atOnce(rate, limits[rate]), time);
    const retryAfterMs = bucket.take(count, time);
    this.#buckets.set(id, bucket);
    if (this.#buckets.size >= this.#sweepAt) this.#sweep(time);
    if (retryAfterMs === 0) return;
    throw hits.over(rate, `this key has had its ${what} for now: ${limits[rate]} a minute`, retryAfterMs);
  }

  #sweep(time: number): void {
    for (const [id, bucket] of this.#buckets) if (bucket.isFull(time)) this.#buckets.delete(id);
    this.#sweepAt = this.#buckets.size + sweepAt;
  }
}
