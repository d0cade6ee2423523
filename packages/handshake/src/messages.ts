import { decodeBase64 } from "./base64.ts";
import { HandshakeError } from "./errors.ts";

/** The two kinds of account; there are no others. */
export const usernames = ["user", "master"] as const;
export type Username = (typeof usernames)[number];

/** Length of the client's nonce, in bytes (the device's page). */
export const nonceBytes = 12;
/** Lengths of the initialisation vector that devices accept, in bytes. */
export const ivLengths = [12, 16] as const;
export type IvLength = (typeof ivLengths)[number];
/** Length of the AES-GCM tag, in bytes. */
export const tagBytes = 16;
/** Length of proof and signature, in bytes. */
export const digestBytes = 32;
/**
 * Rounds of PBKDF2 that a client accepts. A device was seen with 29,000; another client accepts 10,000 to 1,000,000. Salted passwords
 * are derived one at a time, so one device's many rounds delay the first login at all others: seven times what was seen is enough.
 */
export const minRounds = 1_000;
export const maxRounds = 200_000;
/** Longest base64 value of unknown length (nonce of the server, salt, transaction's id, payload), in bytes. */
export const maxBytes = 4_096;
/** Longest text (token, session's id), in UTF-16 units. */
export const maxText = 4_096;

export interface AuthStart {
  username: Username;
  /** Base64 of {@link nonceBytes} random bytes. */
  nonce: string;
}

export interface AuthStartAnswer {
  /** The server's nonce, base64. */
  nonce: string;
  transactionId: string;
  salt: string;
  rounds: number;
}

export interface AuthFinish {
  transactionId: string;
  /** Base64 of {@link digestBytes} bytes. */
  proof: string;
}

export interface AuthFinishAnswer {
  token: string;
  /** The server's proof that it knows the secret: base64 of {@link digestBytes} bytes. */
  signature: string;
}

/** What AES-256-GCM made of a plaintext, each part in base64. */
export interface Sealed {
  iv: string;
  tag: string;
  payload: string;
}

export interface AuthCreateSession extends Sealed {
  transactionId: string;
}

export interface AuthCreateSessionAnswer {
  sessionId: string;
}

export interface AuthSetPassword extends Sealed {
  transactionId: string;
}

/** Tells what a value should be when it isn't. */
type Rule = (value: unknown) => string | undefined;

function base64(allowed: (bytes: number) => boolean, length: string): Rule {
  const expected = `canonical base64 of ${length} bytes`;
  // No value of this protocol is longer; decoding stays cheap whatever was sent.
  const longest = Math.ceil(maxBytes / 3) * 4;
  return (value) => {
    const bytes = typeof value === "string" && value.length <= longest ? decodeBase64(value) : undefined;
    return bytes && allowed(bytes.length) ? undefined : expected;
  };
}

const exactly = (...lengths: readonly number[]): Rule => base64((n) => lengths.includes(n), lengths.join(" or "));
const someBytes = base64((n) => n >= 1 && n <= maxBytes, `1 to ${maxBytes}`);
const username: Rule = (value) =>
  usernames.some((known) => known === value) ? undefined : `one of ${usernames.join(", ")}`;
const rounds: Rule = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= minRounds && value <= maxRounds
    ? undefined
    : `an integer from ${minRounds} to ${maxRounds}`;
const token: Rule = (value) =>
  typeof value === "string" && value !== "" && value.length <= maxText && value.isWellFormed()
    ? undefined
    : `a text of 1 to ${maxText} characters`;
// It is going to stand in a header: anything but visible ASCII could end the header and begin another.
const sessionId: Rule = (value) =>
  typeof value === "string" && value.length <= maxText && /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : `a text of 1 to ${maxText} visible ASCII characters`;

type Shape<Message> = { readonly [Member in keyof Message]-?: Rule };

const sealed: Shape<Sealed> = { iv: exactly(...ivLengths), tag: exactly(tagBytes), payload: someBytes };
const authStart: Shape<AuthStart> = { username, nonce: exactly(nonceBytes) };
const authStartAnswer: Shape<AuthStartAnswer> = { nonce: someBytes, transactionId: someBytes, salt: someBytes, rounds };
const authFinish: Shape<AuthFinish> = { transactionId: someBytes, proof: exactly(digestBytes) };
const authFinishAnswer: Shape<AuthFinishAnswer> = { token, signature: exactly(digestBytes) };
const authCreateSession: Shape<AuthCreateSession> = { transactionId: someBytes, ...sealed };
const authCreateSessionAnswer: Shape<AuthCreateSessionAnswer> = { sessionId };
const authSetPassword: Shape<AuthSetPassword> = { transactionId: someBytes, ...sealed };

function assertShape(name: string, shape: Readonly<Record<string, Rule>>, message: unknown): void {
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    throw new HandshakeError("BAD_MESSAGE", `${name}: not a JSON object`);
  }
  for (const [member, rule] of Object.entries(shape)) {
    const value: unknown = Object.hasOwn(message, member) ? Reflect.get(message, member) : undefined;
    const expected = rule(value);
    // The value may be a secret, or megabytes: only its place is told.
    if (expected !== undefined) throw new HandshakeError("BAD_MESSAGE", `${name}: /${member} is not ${expected}`);
  }
}

/** @throws HandshakeError BAD_MESSAGE, as all of these. Members that are not known are let pass. */
export function assertAuthStart(message: unknown): asserts message is AuthStart {
  assertShape("AuthStart", authStart, message);
}

export function assertAuthStartAnswer(message: unknown): asserts message is AuthStartAnswer {
  assertShape("AuthStartAnswer", authStartAnswer, message);
}

export function assertAuthFinish(message: unknown): asserts message is AuthFinish {
  assertShape("AuthFinish", authFinish, message);
}

export function assertAuthFinishAnswer(message: unknown): asserts message is AuthFinishAnswer {
  assertShape("AuthFinishAnswer", authFinishAnswer, message);
}

export function assertAuthCreateSession(message: unknown): asserts message is AuthCreateSession {
  assertShape("AuthCreateSession", authCreateSession, message);
}

export function assertAuthCreateSessionAnswer(message: unknown): asserts message is AuthCreateSessionAnswer {
  assertShape("AuthCreateSessionAnswer", authCreateSessionAnswer, message);
}

export function assertAuthSetPassword(message: unknown): asserts message is AuthSetPassword {
  assertShape("AuthSetPassword", authSetPassword, message);
}
