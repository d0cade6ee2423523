import { timingSafeEqual } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Fleet, PlenticoreError } from "@plenticore/core";
import type { KeyConfig } from "../config/types.ts";
import type { Logger } from "../log.ts";
import { digestOf } from "./api-key.ts";
import { bearerOf } from "./bearer.ts";
import { viewOf } from "./fleet-view.ts";
import type { JwtConfig } from "./jwt/options.ts";
import { TokenViewers } from "./jwt/token-viewers.ts";
import { JwtVerifier } from "./jwt/verifier.ts";
import type { Role } from "./role.ts";
import type { Viewer } from "./viewer.ts";

/**
 * Who sends this `Authorization` header. At once for keys and for tokens that were seen before; a promise only where a
 * token has to be checked first.
 *
 * @throws PlenticoreError UNAUTHENTICATED, or the promise rejects with it
 */
export type Authenticate = (authorization: string | null | undefined) => Viewer | Promise<Viewer>;

/** Who may come in. Neither keys nor jwt: everybody is the ADMIN `local`. */
export interface Admission {
  readonly keys: readonly KeyConfig[] | undefined;
  readonly jwt: JwtConfig | undefined;
  readonly readOnly: boolean;
}

export interface AuthenticatorOptions {
  readonly fleet: Fleet;
  readonly admission: Admission;
  /** Wall clock, ms since epoch: tokens expire by it. */
  readonly now: () => number;
  readonly log: Pick<Logger, "info" | "warn">;
}

interface Rights {
  readonly name: string;
  readonly role: Role;
  /** Undefined: all. */
  readonly plants: ReadonlySet<string> | undefined;
}

const local: Rights = { name: "local", role: "ADMIN", plants: undefined };

interface Entry {
  readonly key: KeyConfig;
  readonly viewer: Viewer;
}

const unknownKey =
  "the API key is not known: send one of the configuration's auth.keys, whole, as `key new` printed it";

/** Knows keys and tokens, also after the configuration has changed. Who is unchanged stays the same viewer. */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  #admission: Admission;
  #everybody: Viewer | undefined;
  #entries: readonly Entry[] = [];
  #tokens: TokenViewers | undefined;
  /** Viewers of keys, or everybody: who is in here may stay. */
  #current: ReadonlySet<Viewer> = new Set();
  #keyNames: ReadonlySet<string> = new Set();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    this.#admission = options.admission;
    this.#take(options.admission, undefined);
  }

  /** Whether a key or token is needed. */
  get wantsKey(): boolean {
    return this.#everybody === undefined;
  }

  /** Takes over other keys. What was told of a viewer before holds no more unless `isCurrent`. */
  update(admission: Admission): void {
    const before = this.#admission;
    this.#admission = admission;
    this.#take(admission, before);
  }

  /** Whether this viewer may still come in with the same rights: the key stands, the token has not expired. */
  isCurrent(viewer: Viewer): boolean {
    if (this.#current.has(viewer)) return true;
    return this.#tokens?.isCurrent(viewer) === true && !this.#keyNames.has(viewer.name);
  }

  readonly authenticate: Authenticate = (authorization) => {
    if (this.#everybody !== undefined) return this.#everybody;
    const credential = bearerOf(authorization);
    const digest = digestOf(credential);
    // Every entry is compared, so that the time tells nothing about which one fits.
    let viewer: Viewer | undefined;
    for (const entry of this.#entries) {
      if (timingSafeEqual(entry.key.digest, digest)) ({ viewer } = entry);
    }
    if (viewer !== undefined) return viewer;
    if (this.#tokens === undefined || !isToken(credential)) {
      throw new PlenticoreError("UNAUTHENTICATED", unknownKey);
    }
    const tokens = this.#tokens;
    const found = tokens.viewerOf(credential, Buffer.from(digest).toString("base64"));
    if (!(found instanceof Promise)) return this.#checked(found);
    // Checked by rules that have changed meanwhile, it has to be checked again.
    return found.then((one) => (this.#tokens === tokens ? this.#checked(one) : this.authenticate(authorization)));
  };

  /** The audit and the limits know viewers by name: a token must not pass for a key. */
  #checked(viewer: Viewer): Viewer {
    if (!this.#keyNames.has(viewer.name)) return viewer;
    throw new PlenticoreError("UNAUTHENTICATED", "the token's subject is the name of an API key");
  }

  #take({ keys, jwt, readOnly }: Admission, before: Admission | undefined): void {
    const sameRights = before?.readOnly === readOnly;
    const everybody = keys === undefined && jwt === undefined;
    if (!everybody) this.#everybody = undefined;
    else if (this.#everybody === undefined || !sameRights) this.#everybody = this.#viewerOf(local);
    const entries = sameRights ? this.#entries : [];
    this.#entries = (keys ?? []).map(
      (key) => entries.find((one) => isDeepStrictEqual(one.key, key)) ?? this.#entryOf(key),
    );
    this.#keyNames = new Set(keys?.map(({ name }) => name));
    this.#current = new Set(this.#everybody ? [this.#everybody] : this.#entries.map(({ viewer }) => viewer));
    // What was checked by other rules, or with another key, is not known any more.
    if (!sameRights || !isDeepStrictEqual(before.jwt, jwt)) this.#tokens = jwt && this.#tokensOf(jwt);
  }

  #entryOf(key: KeyConfig): Entry {
    const { name, role, isShort = false } = key;
    if (isShort) {
      this.#options.log.warn("the key is short and can be guessed: take one that `key new` makes", { key: name, role });
    }
    return { key, viewer: this.#viewerOf(key) };
  }

  #tokensOf(config: JwtConfig): TokenViewers {
    const { now, log } = this.#options;
    const verifier = new JwtVerifier({ config, now, log });
    return new TokenViewers({
      verify: (token) => verifier.verify(token),
      viewerOf: (claimed) => this.#viewerOf(claimed),
      now,
    });
  }

  #viewerOf({ name, role, plants }: Rights): Viewer {
    const { keys, jwt, readOnly } = this.#admission;
    const authority = JSON.stringify([role, plants ? [...plants].sort() : null, readOnly]);
    return {
      name,
      role,
      fleet: viewOf(this.#options.fleet, plants),
      isLimited: plants !== undefined,
      hasKey: keys !== undefined || jwt !== undefined,
      authority,
      readOnly,
    };
  }
}

/** Three parts of base64url, as a signed JWT has them. */
const isToken = (credential: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential);
