import { createHmac, randomBytes } from "node:crypto";
import { inspect } from "node:util";

const shown = "[secret]";

/** Of no use outside this process, and gone with it. */
const twinKey = randomBytes(32);
const twin = Symbol("twin");

/**
 * A text that nobody may read by accident: a password, master key, service code, session id, token or private key. In
 * logs, errors, JSON, `util.inspect` and template strings it is `[secret]`; only `reveal` gives the text. A plain string
 * is none, and it is no string: the compiler tells where one was taken for the other.
 */
export class Secret {
  readonly #text: string;
  /** What tells two secrets apart for `isDeepStrictEqual` and test runners, which see no private fields: a keyed digest. */
  readonly [twin]: string;

  constructor(text: string) {
    this.#text = text;
    this[twin] = createHmac("sha256", twinKey).update(text).digest("base64");
  }

  /** The text itself, for whoever sends or derives from it, and for nobody who prints. */
  reveal(): string {
    return this.#text;
  }

  /** Whether a text that others wrote repeats it. */
  occursIn(text: string): boolean {
    return this.#text !== "" && text.includes(this.#text);
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
