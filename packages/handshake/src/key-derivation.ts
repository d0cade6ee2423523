import { createHash, createHmac, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { digestBytes, type Username } from "./messages.ts";

const pbkdf2Async = promisify(pbkdf2);

/** What both sides have seen of one login: nonces and salt as the base64 texts that travelled. */
export interface Transcript {
  readonly username: Username;
  readonly clientNonce: string;
  readonly serverNonce: string;
  readonly salt: string;
  readonly rounds: number;
}

export interface Keys {
  readonly clientKey: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** The slow step, off the main thread: about a quarter of a microsecond a round. */
export const deriveSaltedPassword = (secret: string, salt: Uint8Array, rounds: number): Promise<Buffer> =>
  pbkdf2Async(Buffer.from(secret, "utf8"), salt, rounds, digestBytes, "sha256");

export function authMessage({ username, clientNonce, serverNonce, salt, rounds }: Transcript): string {
  return `n=${username},r=${clientNonce},r=${serverNonce},s=${salt},i=${rounds},c=biws,r=${serverNonce}`;
}

export function deriveKeys(saltedPassword: Uint8Array): Keys {
  const clientKey = hmac(saltedPassword, "Client Key");
  return { clientKey, storedKey: storedKeyOf(clientKey), serverKey: hmac(saltedPassword, "Server Key") };
}

export const storedKeyOf = (clientKey: Uint8Array): Buffer => createHash("sha256").update(clientKey).digest();

/** The proof hides the client key behind the signature: the same step makes one from the other, both ways. */
export function maskClientKey(clientKeyOrProof: Uint8Array, storedKey: Uint8Array, message: string): Uint8Array {
  return hmac(storedKey, message).map((byte, index) => byte ^ (clientKeyOrProof[index] ?? 0));
}

export const serverSignature = (serverKey: Uint8Array, message: string): Buffer => hmac(serverKey, message);

/** Key of the third message. */
export const protocolKey = (storedKey: Uint8Array, message: string, clientKey: Uint8Array): Buffer =>
  hmac(storedKey, "Session Key", message, clientKey);

function hmac(key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
