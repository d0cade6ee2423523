import { createCipheriv, createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** Sends `body` to a path under /api/v1 and gives the parsed answer; throws where the device refuses. */
export type Post = (path: string, body: unknown) => Promise<Answer>;

/** Fields of the three answers. */
interface Answer {
  readonly nonce?: string;
  readonly salt?: string;
  readonly rounds?: number;
  readonly transactionId?: string;
  readonly token?: string;
  readonly signature?: string;
  readonly sessionId?: string;
}

/**
 * The plant owner's login, written by hand as somebody would who has only the device's API page:
 * the peers must not owe their session to our packages.
 * @returns the value of the Authorization header
 * @throws Error where the device can't prove that it knows the password
 */
export async function logIn(post: Post, password: string): Promise<string> {
  const clientNonce = randomBytes(12).toString("base64");
  const start = await post("/auth/start", { username: "user", nonce: clientNonce });
  const { nonce = "", salt = "", rounds = 0, transactionId } = start;
  const salted = await derive(password, Buffer.from(salt, "base64"), rounds, 32, "sha256");
  const clientKey = hmac(salted, "Client Key");
  const storedKey = createHash("sha256").update(clientKey).digest();
  const authMessage = `n=user,r=${clientNonce},r=${nonce},s=${salt},i=${rounds},c=biws,r=${nonce}`;
  const clientSignature = hmac(storedKey, authMessage);
  const proof = clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0));

  const finish = await post("/auth/finish", { transactionId, proof: Buffer.from(proof).toString("base64") });
  const expected = hmac(hmac(salted, "Server Key"), authMessage);
  const given = Buffer.from(finish.signature ?? "", "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error("the device does not know the password: wrong server signature");
  }

  const sessionKey = hmac(storedKey, Buffer.concat([Buffer.from(`Session Key${authMessage}`), clientKey]));
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-gcm", sessionKey, iv);
  const payload = Buffer.concat([cipher.update(finish.token ?? ""), cipher.final()]).toString("base64");
  const tag = cipher.getAuthTag().toString("base64");
  const session = await post("/auth/create_session", { transactionId, iv: iv.toString("base64"), tag, payload });
  return `Session ${session.sessionId}`;
}

const derive = promisify(pbkdf2);

const hmac = (key: Uint8Array, message: string | Uint8Array): Buffer =>
  createHmac("sha256", key).update(message).digest();
