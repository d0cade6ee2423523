import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";
import { isPlenticoreError, PlenticoreError } from "@plenticore/core";
import {
  createLocalJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import type { Logger } from "../../log.ts";
import { type Claimed, readClaims } from "./claims.ts";
import type { JwtConfig, JwtKey } from "./options.ts";
import { RemoteKeySet } from "./remote-key-set.ts";

export interface VerifierOptions {
  readonly config: JwtConfig;
  /** Wall clock, ms since epoch. */
  readonly now: () => number;
  readonly log: Pick<Logger, "info" | "warn">;
}

/** Checks tokens. The algorithm is the configured key's: what a token says of it, or of where its key is found, changes nothing. */
export class JwtVerifier {
  readonly #options: VerifierOptions;
  readonly #keyOf: JWTVerifyGetKey;

  constructor(options: VerifierOptions) {
    this.#options = options;
    this.#keyOf = keySource(options.config.key, options);
  }

  /** @throws PlenticoreError UNAUTHENTICATED that tells why, and nothing of the token */
  async verify(token: string): Promise<Claimed> {
    return readClaims(await this.#payloadOf(token), this.#options.config);
  }

  async #payloadOf(token: string): Promise<JWTPayload> {
    const { config, now } = this.#options;
    const options: JWTVerifyOptions = {
      algorithms: [config.algorithm],
      issuer: config.issuer,
      audience: config.audience,
      clockTolerance: config.leewaySeconds,
      currentDate: new Date(now()),
      requiredClaims: ["exp", "sub"],
    };
    try {
      const { payload } = await jwtVerify(token, this.#keyOf, options);
      return payload;
    } catch (error) {
      if (isPlenticoreError(error)) throw error;
      throw new PlenticoreError("UNAUTHENTICATED", `the token is refused: ${reasonOf(error)}`, { cause: error });
    }
  }
}

function keySource(key: JwtKey, { now, log }: VerifierOptions): JWTVerifyGetKey {
  const always = (keyObject: KeyObject) => () => keyObject;
  switch (key.kind) {
    case "secret":
      return always(createSecretKey(Buffer.from(key.secret.reveal(), "utf8")));
    case "publicKey":
      return always(createPublicKey(key.pem));
    case "jwks":
      return createLocalJWKSet(key.jwks);
    case "jwksUrl":
      return new RemoteKeySet({ url: key.url, now, log }).keyOf;
  }
}

function reasonOf(error: unknown): string {
  // jose's word for a key of a set that is too weak or none at all: the set is the provider's, and no mistake of ours.
  if (!(error instanceof errors.JOSEError)) return "the key that signed it can't be used";
  if (error instanceof errors.JWTExpired) return "it has expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim, reason } = error;
    if (reason === "missing") return `it has no claim ${claim}`;
    return claim === "nbf" ? "it is not valid yet" : `its claim ${claim} is not what is configured`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return "its algorithm is not the configured one";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "its signature is wrong";
  if (error instanceof errors.JWKSNoMatchingKey) return "the key that signed it is not known";
  if (error instanceof errors.JWKSMultipleMatchingKeys) return "it names no key (kid), and there are several";
  return "it can't be read as a signed JWT";
}
