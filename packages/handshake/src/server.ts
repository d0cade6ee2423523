import { randomBytes, timingSafeEqual } from "node:crypto";
import { encodeBase64 } from "./base64.ts";
import { assertSecret } from "./credentials.ts";
import { HandshakeError, isHandshakeError } from "./errors.ts";
import { authMessage, deriveKeys, maskClientKey, protocolKey, serverSignature, storedKeyOf } from "./key-derivation.ts";
import {
  type AuthCreateSessionAnswer,
  type AuthFinishAnswer,
  type AuthStartAnswer,
  assertAuthCreateSession,
  assertAuthFinish,
  assertAuthSetPassword,
  assertAuthStart,
  maxRounds,
  minRounds,
  nonceBytes,
  type Sealed,
  type Username,
} from "./messages.ts";
import { type Refusal, refuse } from "./refusals.ts";
import { SaltedPasswords } from "./salted-passwords.ts";
import { open } from "./sealing.ts";
import { Transactions } from "./transactions.ts";

/** Rounds that a device was seen with. */
export const defaultRounds = 29_000;
/** How long a login may take from one step to the next, in ms. The devices' own limit is not known. */
export const defaultTransactionTtlMs = 60_000;
/** Logins that may be under way at once. The devices' own limit is not known. */
export const defaultMaxTransactions = 100;

export interface Accounts {
  /** The plant owner. Left out: no password was set yet, every login fails. */
  readonly user?: { readonly password: string };
  /** The installer. Left out: every login fails. Without `serviceCode` none may be sent. */
  readonly master?: { readonly masterKey: string; readonly serviceCode?: string };
}

export interface HandshakeServerOptions {
  readonly accounts: Accounts;
  /** The time in ms; only differences count. */
  readonly now: () => number;
  /** Rounds of PBKDF2. Default {@link defaultRounds}. */
  readonly rounds?: number;
  /** Source of nonces, salts, ids and tokens. Default: the system's. */
  readonly randomBytes?: (count: number) => Uint8Array;
  /** Default {@link defaultTransactionTtlMs}. */
  readonly transactionTtlMs?: number;
  /** Default {@link defaultMaxTransactions}. */
  readonly maxTransactions?: number;
  /** Wrong secrets in a row that lock an account. Default: never, since the devices' number is not known. */
  readonly lockAfterFailures?: number;
  readonly saltedPasswords?: SaltedPasswords;
}

/** A step's outcome: the answer to send, or why it is refused. */
export type Outcome<Answer> = { readonly ok: true; readonly answer: Answer } | Refusal;

export interface OpenedSession extends AuthCreateSessionAnswer {
  readonly username: Username;
  /** As `/auth/me` tells it. */
  readonly role: "USER" | "INSTALLER";
}

interface Account {
  /** undefined: nothing opens this account. */
  secret: string | undefined;
  salt: Uint8Array;
  failures: number;
  locked: boolean;
}

interface Begun {
  readonly username: Username;
  readonly account: Account;
  /** The account's salt at the start: a new password brings a new one, which makes the transaction void. */
  readonly salt: Uint8Array;
}

interface Started extends Begun {
  readonly message: string;
}

interface Finished extends Begun {
  readonly token: string;
  readonly protocolKey: Buffer;
}

/** The inverter's side of the login: takes messages as received, answers typed outcomes, knows no HTTP. */
export class HandshakeServer {
  readonly #accounts: Readonly<Record<Username, Account>>;
  readonly #serviceCode: string | undefined;
  readonly #rounds: number;
  readonly #randomBytes: (count: number) => Uint8Array;
  readonly #lockAfterFailures: number;
  readonly #saltedPasswords: SaltedPasswords;
  readonly #started: Transactions<Started>;
  readonly #finished: Transactions<Finished>;

  /** @throws HandshakeError BAD_OPTIONS, BAD_CREDENTIALS */
  constructor(options: HandshakeServerOptions) {
    const { user, master } = options.accounts;
    this.#rounds = options.rounds ?? defaultRounds;
    if (!Number.isInteger(this.#rounds) || this.#rounds < minRounds || this.#rounds > maxRounds) {
      throw new HandshakeError("BAD_OPTIONS", `rounds is not an integer from ${minRounds} to ${maxRounds}`);
    }
    if (user) assertSecret("the password", user.password);
    if (master) assertSecret("the master key", master.masterKey);
    if (master?.serviceCode !== undefined) assertSecret("the service code", master.serviceCode);
    this.#randomBytes = options.randomBytes ?? randomBytes;
    this.#accounts = { user: this.#account(user?.password), master: this.#account(master?.masterKey) };
    this.#serviceCode = master?.serviceCode;
    this.#lockAfterFailures = options.lockAfterFailures ?? Number.POSITIVE_INFINITY;
    this.#saltedPasswords = options.saltedPasswords ?? new SaltedPasswords({ maxEntries: 2 });
    const limits = {
      now: options.now,
      ttlMs: options.transactionTtlMs ?? defaultTransactionTtlMs,
      max: options.maxTransactions ?? defaultMaxTransactions,
    };
    this.#started = new Transactions(limits);
    this.#finished = new Transactions(limits);
  }

  start(message: unknown): Outcome<AuthStartAnswer> {
    // A name that isn't known has a refusal of its own, before the rest is looked at.
    if (hasUnknownUsername(message)) return refuse("UNKNOWN_USER");
    if (!isValid(assertAuthStart, message)) return refuse("BAD_MESSAGE");
    const { username, nonce: clientNonce } = message;
    const account = this.#accounts[username];
    if (account.locked) return refuse("USER_LOCKED");
    const transactionId = encodeBase64(this.#randomBytes(32));
    const serverNonce = encodeBase64(this.#randomBytes(nonceBytes));
    const salt = encodeBase64(account.salt);
    const rounds = this.#rounds;
    this.#started.add(transactionId, {
      username,
      account,
      salt: account.salt,
      message: authMessage({ username, clientNonce, serverNonce, salt, rounds }),
    });
    return { ok: true, answer: { nonce: serverNonce, transactionId, salt, rounds } };
  }

  async finish(message: unknown): Promise<Outcome<AuthFinishAnswer>> {
    if (!isValid(assertAuthFinish, message)) return refuse("BAD_MESSAGE");
    // Taken out before the derivation: the same proof sent twice at once opens nothing.
    const started = this.#started.take(message.transactionId);
    if (!started) return refuse("UNKNOWN_TRANSACTION");
    const { account, username } = started;
    const { secret } = account;
    const salted =
      secret === undefined ? undefined : await this.#saltedPasswords.get(secret, started.salt, this.#rounds);
    // Looked at after the derivation: password and lock may have changed since the start, and during it.
    if (started.salt !== account.salt) return refuse("UNKNOWN_TRANSACTION");
    if (account.locked) return refuse("USER_LOCKED");
    if (!salted) return this.#failed(account);
    const { storedKey, serverKey } = deriveKeys(salted);
    const clientKey = maskClientKey(Buffer.from(message.proof, "base64"), storedKey, started.message);
    if (!timingSafeEqual(storedKeyOf(clientKey), storedKey)) return this.#failed(account);
    account.failures = 0;
    const token = this.#hex(32);
    this.#finished.add(message.transactionId, {
      username,
      account,
      salt: started.salt,
      token,
      protocolKey: protocolKey(storedKey, started.message, clientKey),
    });
    return { ok: true, answer: { token, signature: encodeBase64(serverSignature(serverKey, started.message)) } };
  }

  createSession(message: unknown): Outcome<OpenedSession> {
    if (!isValid(assertAuthCreateSession, message)) return refuse("BAD_MESSAGE");
    const opened = this.#open(message);
    if ("ok" in opened) return opened;
    const { username, rest } = opened;
    const wanted = username === "master" && this.#serviceCode !== undefined ? `:${this.#serviceCode}` : "";
    if (!sameText(rest, wanted)) return refuse(username === "master" ? "WRONG_SERVICE_CODE" : "AUTHENTICATION_FAILED");
    const role = username === "master" ? "INSTALLER" : "USER";
    return { ok: true, answer: { sessionId: this.#hex(32), username, role } };
  }

  /** Sets the user's password, also for `master`, and lifts the user's lock. Logins under way as `user` become void. */
  setPassword(message: unknown): Outcome<{ readonly changedBy: Username }> {
    if (!isValid(assertAuthSetPassword, message)) return refuse("BAD_MESSAGE");
    const opened = this.#open(message);
    if ("ok" in opened) return opened;
    if (!opened.rest.startsWith(":") || opened.rest.length === 1) return refuse("BAD_MESSAGE");
    Object.assign(this.#accounts.user, this.#account(opened.rest.slice(1)));
    return { ok: true, answer: { changedBy: opened.username } };
  }

  isLocked(username: Username): boolean {
    return this.#accounts[username].locked;
  }

  setLocked(username: Username, locked: boolean): void {
    Object.assign(this.#accounts[username], { locked, failures: 0 });
  }

  /** Takes the transaction out, opens the payload and gives what follows the token. */
  #open(message: Sealed & { transactionId: string }): { username: Username; rest: string } | Refusal {
    const finished = this.#finished.take(message.transactionId);
    if (!finished || finished.salt !== finished.account.salt) return refuse("UNKNOWN_TRANSACTION");
    const { username, token } = finished;
    const plaintext = open(finished.protocolKey, message);
    if (plaintext === undefined || !sameText(plaintext.slice(0, token.length), token)) {
      return refuse("AUTHENTICATION_FAILED");
    }
    return { username, rest: plaintext.slice(token.length) };
  }

  #failed(account: Account): Refusal {
    account.failures += 1;
    account.locked = account.failures >= this.#lockAfterFailures;
    return refuse("AUTHENTICATION_FAILED");
  }

  #account(secret: string | undefined): Account {
    return { secret, salt: this.#randomBytes(16), failures: 0, locked: false };
  }

  #hex(bytes: number): string {
    return Buffer.from(this.#randomBytes(bytes)).toString("hex");
  }
}

const hasUnknownUsername = (message: unknown): boolean =>
  typeof message === "object" &&
  message !== null &&
  "username" in message &&
  typeof message.username === "string" &&
  message.username !== "user" &&
  message.username !== "master";

function isValid<Message>(
  assertMessage: (message: unknown) => asserts message is Message,
  message: unknown,
): message is Message {
  try {
    assertMessage(message);
    return true;
  } catch (error) {
    if (isHandshakeError(error)) return false;
    throw error;
  }
}

/** In constant time for texts of the same length. */
function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, "utf8"), Buffer.from(other, "utf8")];
  return a.length === b.length && timingSafeEqual(a, b);
}
