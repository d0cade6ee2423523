import { PlenticoreError } from "@plenticore/core";
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import type { Logger } from "../../log.ts";

/** So long keys are used without asking again, in ms. */
const freshMs = 10 * 60_000;
/** So long they are used while the address can't be read, in ms. */
const keptMs = 60 * 60_000;
/** An unknown key asks again at most so often, in ms: tokens are anybody's to make up. */
const coolDownMs = 30_000;
/** As long as there are no keys at all. */
const firstCoolDownMs = 5_000;
/** Limit of one request, in ms. */
const timeoutMs = 5_000;
const maxBytes = 256 * 1024;

export interface RemoteKeySetOptions {
  readonly url: string;
  /** Wall clock, ms since epoch. */
  readonly now: () => number;
  readonly log: Pick<Logger, "info" | "warn">;
  /** Aborts after a time in ms. Default: by the system's clock. */
  readonly timeout?: (ms: number) => AbortSignal;
}

interface Known {
  readonly keyOf: JWTVerifyGetKey;
  readonly at: number;
}

/** A JSON Web Key Set behind a URL: asked for when a token first needs it, one request at a time, bounded in size and time, redirects refused. */
export class RemoteKeySet {
  readonly #options: RemoteKeySetOptions;
  #known: Known | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #trying: Promise<Known | undefined> | undefined;
  #isOut = false;

  constructor(options: RemoteKeySetOptions) {
    this.#options = options;
  }

  /** @throws PlenticoreError UNAUTHENTICATED where there are no keys, or what jose throws where none fits */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const known = await this.#current();
    try {
      return await known.keyOf(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await this.#again(known);
      return newer.keyOf(header, token);
    }
  };

  async #current(): Promise<Known> {
    const age = this.#known === undefined ? Number.POSITIVE_INFINITY : this.#msSince(this.#known.at);
    if (this.#known !== undefined && age < freshMs) return this.#known;
    const known = (await this.#fetch()) ?? (age < keptMs ? this.#known : undefined);
    if (known !== undefined) return known;
    throw new PlenticoreError("UNAUTHENTICATED", "tokens can't be checked now: their keys can't be read; try again");
  }

  /** A clock that was set back far is no reason to keep old keys, or not to ask. */
  #msSince(at: number): number {
    return Math.abs(this.#options.now() - at);
  }

  /** The set anew, where another key may have come: unless it was asked for just now. */
  async #again(known: Known): Promise<Known> {
    return (await this.#fetch()) ?? this.#known ?? known;
  }

  /** Undefined: nothing newer. All who want it at once share one request. */
  #fetch(): Promise<Known | undefined> {
    if (this.#trying !== undefined) return this.#trying;
    const { now } = this.#options;
    const pause = this.#known === undefined ? firstCoolDownMs : coolDownMs;
    if (this.#msSince(this.#triedAt) < pause) return Promise.resolve(undefined);
    this.#triedAt = now();
    this.#trying = this.#read().finally(() => {
      this.#trying = undefined;
    });
    return this.#trying;
  }

  async #read(): Promise<Known | undefined> {
    const { url, now, log, timeout = (ms) => AbortSignal.timeout(ms) } = this.#options;
    try {
      const jwks = JSON.parse(await download(url, timeout(timeoutMs))) as JSONWebKeySet;
      this.#known = { keyOf: createLocalJWKSet(jwks), at: now() };
      if (this.#isOut) log.info("the key set can be read again", { url });
      this.#isOut = false;
      return this.#known;
    } catch (error) {
      if (!this.#isOut) log.warn("the key set can't be read", { url, reason: reasonOf(error) });
      this.#isOut = true;
      return undefined;
    }
  }
}

async function download(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal,
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return "it is no JSON";
  if (error instanceof errors.JWKSInvalid) return "it is no JSON Web Key Set";
  if (!(error instanceof Error)) return "unknown";
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
