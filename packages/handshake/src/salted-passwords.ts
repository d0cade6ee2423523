import { createHmac, randomBytes } from "node:crypto";
import { HandshakeError } from "./errors.ts";
import { deriveSaltedPassword } from "./key-derivation.ts";

export interface SaltedPasswordsOptions {
  /** How many are kept; the one not used for longest goes first. Default {@link defaultMaxEntries}. */
  readonly maxEntries?: number;
  /** The slow step. Default PBKDF2-HMAC-SHA-256 on the thread pool. */
  readonly derive?: (secret: string, salt: Uint8Array, rounds: number) => Promise<Uint8Array>;
}

export const defaultMaxEntries = 1_000;

/**
 * Remembers what PBKDF2 made of a secret, so that logging in again costs no derivation. Callers who want the same one at
 * once share it; different ones are derived one after the other, over all instances of the process: many logins at once
 * would otherwise fill the thread pool and starve file and name look-ups.
 * The secret itself is not kept, and the keys of this memory are of no use outside the process.
 */
export class SaltedPasswords {
  readonly #entries = new Map<string, Promise<Uint8Array>>();
  readonly #digestKey = randomBytes(32);
  readonly #maxEntries: number;
  readonly #derive: NonNullable<SaltedPasswordsOptions["derive"]>;

  constructor(options: SaltedPasswordsOptions = {}) {
    this.#maxEntries = options.maxEntries ?? defaultMaxEntries;
    if (!Number.isInteger(this.#maxEntries) || this.#maxEntries < 1) {
      throw new HandshakeError("BAD_OPTIONS", "maxEntries is not a positive integer");
    }
    this.#derive = options.derive ?? deriveSaltedPassword;
  }

  /** Salted passwords held now, those being derived included. */
  get size(): number {
    return this.#entries.size;
  }

  /** The salted password; a copy, so that nobody changes what others get. Rejects with what the derivation rejected with. */
  async get(secret: string, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
    const key = this.#keyOf(secret, salt, rounds);
    const entry = this.#entries.get(key) ?? oneAtATime(() => this.#derive(secret, salt, rounds));
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#forgetOldest();
    try {
      return Uint8Array.from(await entry);
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  /** Forgets everything; what is being derived still reaches those who wait for it. */
  clear(): void {
    this.#entries.clear();
  }

  #keyOf(secret: string, salt: Uint8Array, rounds: number): string {
    // Each part goes in with its length, so that no two triples look alike; keyed, so that a dump holds no quick hash.
    const digest = createHmac("sha256", this.#digestKey);
    for (const part of [Buffer.from(secret, "utf8"), salt]) digest.update(`${part.byteLength}:`).update(part);
    return digest.update(`${rounds}`).digest("base64");
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries) return;
      this.#entries.delete(key);
    }
  }
}

let last: Promise<unknown> = Promise.resolve();

function oneAtATime<Value>(work: () => Promise<Value>): Promise<Value> {
  const run = last.then(work);
  // Whoever asked for the work hears of its failure; those behind only wait for its end.
  last = run.then(
    () => undefined,
    () => undefined,
  );
  return run;
}
