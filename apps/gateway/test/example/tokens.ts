import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { Secret } from "@plenticore/core";
import { exportJWK, type JSONWebKeySet, type JWTHeaderParameters, SignJWT } from "jose";
import type { JwtAlgorithm, JwtConfig, JwtKey } from "../../src/auth/jwt/options.ts";

export const secret = "0123456789abcdef0123456789abcdef";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** What signs, and what it is checked with. */
export const signers = {
  HS256: { sign: Buffer.from(secret), check: { kind: "secret", secret: new Secret(secret) } },
  RS256: { sign: rsa.privateKey, check: { kind: "publicKey", pem: pemOf(rsa.publicKey) } },
  ES256: { sign: ec.privateKey, check: { kind: "publicKey", pem: pemOf(ec.publicKey) } },
} as const satisfies Record<JwtAlgorithm, { sign: Uint8Array | KeyObject; check: JwtKey }>;

export function pemOf(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}

/** A set of public keys, each under its name. */
export async function keySet(keys: Readonly<Record<string, KeyObject>>): Promise<JSONWebKeySet> {
  const list = Object.entries(keys).map(async ([kid, key]) => ({ ...(await exportJWK(key)), kid }));
  return { keys: await Promise.all(list) };
}

export const publicKeys = { RS256: rsa.publicKey, ES256: ec.publicKey };

/** 2026-06-21T12:00:00Z, in seconds. */
export const noon = Date.UTC(2026, 5, 21, 12) / 1000;
export const leewaySeconds = 30;

/** A provider that the gateway trusts. */
export const trusting = (algorithm: JwtAlgorithm = "ES256", more: Partial<JwtConfig> = {}): JwtConfig => ({
  algorithm,
  key: signers[algorithm].check,
  issuer: "https://login.lan",
  audience: "plenticore",
  leewaySeconds,
  roleClaim: ["role"],
  roles: undefined,
  plantsClaim: ["plants"],
  plantsRequired: false,
  ...more,
});

export const goodClaims = {
  iss: "https://login.lan",
  aud: "plenticore",
  sub: "anna",
  exp: noon + 600,
  role: "VIEWER",
  plants: ["home"],
} as const;

export interface TokenOptions {
  readonly algorithm?: JwtAlgorithm;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: KeyObject | Uint8Array;
}

/** A signed token; a claim that is undefined is left out. */
export const token = (
  claims: Readonly<Record<string, unknown>> = {},
  { algorithm = "ES256", header = {}, key = signers[algorithm].sign }: TokenOptions = {},
): Promise<string> =>
  new SignJWT({ ...goodClaims, ...claims }).setProtectedHeader({ alg: algorithm, ...header }).sign(key);
