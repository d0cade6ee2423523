import { createHash, randomBytes } from "node:crypto";

/** SHA-256: a key has 256 random bits, so that no slow hash is needed. */
export const digestOf = (key: string): Uint8Array => createHash("sha256").update(key, "utf8").digest();

export interface NewKey {
  /** To be shown once. */
  readonly key: string;
  /** For `auth.keys[].hash`. */
  readonly hash: string;
}

export function newKey(): NewKey {
  const key = randomBytes(32).toString("base64url");
  return { key, hash: `sha256:${Buffer.from(digestOf(key)).toString("hex")}` };
}
