import { createPublicKey, type KeyObject } from "node:crypto";
import type { JwtAlgorithm } from "../auth/jwt/options.ts";
import type { Finding } from "./cross-check.ts";
import type { JwtFile } from "./jwt-schema.ts";
import { entriesOf, itemsOf } from "./loose.ts";
import type { SecretStore } from "./secret-store.ts";

/** A shorter secret can be guessed from a token (RFC 7518, 3.2). */
const leastSecretBytes = 32;
/** RFC 7518, 3.3. */
const leastRsaBits = 2048;

/** What is wrong with the keys that a checked file names, in words that quote nothing of them. */
export function jwtKeyMistakes({ algorithm, secret, publicKey, jwks }: JwtFile, secrets: SecretStore): Finding[] {
  const told = (message: string | undefined, ...path: string[]): Finding[] =>
    message === undefined ? [] : [{ path: ["auth", "jwt", ...path], message }];
  if (secret) return told(secretMistake(secrets.at("auth", "jwt", "secret").reveal()), "secret");
  if (publicKey) return told(pemMistake(secrets.at("auth", "jwt", "publicKey").reveal(), algorithm), "publicKey");
  if (jwks?.file === undefined) return [];
  return told(setMistake(secrets.at("auth", "jwt", "jwks", "file").reveal(), algorithm), "jwks", "file");
}

const secretMistake = (text: string): string | undefined =>
  Buffer.byteLength(text) < leastSecretBytes ? `is shorter than ${leastSecretBytes} bytes` : undefined;

function pemMistake(text: string, algorithm: JwtAlgorithm): string | undefined {
  // Node would take the public half of it; but it must not lie about here.
  if (text.includes("PRIVATE KEY")) return "is a private key: the gateway needs the public one only";
  const key = publicKeyOf(text);
  if (key === undefined) return "is no public key in PEM";
  return fits(key, algorithm) ? undefined : `is no key for ${algorithm}: expected ${expected[algorithm]}`;
}

function setMistake(text: string, algorithm: JwtAlgorithm): string | undefined {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    return "is no JSON";
  }
  const { keys } = entriesOf(set);
  if (!Array.isArray(keys)) return "is no JSON Web Key Set: expected a list `keys`";
  const parts = itemsOf(keys).map(([, key]) => entriesOf(key));
  if (parts.some((key) => key["d"] !== undefined || key["kty"] === "oct")) return "holds a private key or a secret";
  const usable = parts.some((key) => {
    const found = publicKeyOf(key);
    return found !== undefined && fits(found, algorithm);
  });
  return usable ? undefined : `holds no key for ${algorithm}: expected ${expected[algorithm]}`;
}

const expected: Readonly<Record<JwtAlgorithm, string>> = {
  HS256: "a secret",
  RS256: `RSA with ${leastRsaBits} bits or more`,
  ES256: "an elliptic curve key on P-256",
};

function fits({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, algorithm: JwtAlgorithm): boolean {
  return algorithm === "RS256"
    ? asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= leastRsaBits
    : asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1";
}

function publicKeyOf(key: string | Readonly<Record<string, unknown>>): KeyObject | undefined {
  try {
    return createPublicKey(typeof key === "string" ? key : { key, format: "jwk" });
  } catch {
    return undefined;
  }
}
