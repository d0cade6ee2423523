import { randomBytes, timingSafeEqual } from "node:crypto";
import { encodeBase64 } from "./base64.ts";
import { assertSecret, type Credentials, secretOf } from "./credentials.ts";
import { HandshakeError } from "./errors.ts";
import { authMessage, deriveKeys, maskClientKey, protocolKey, serverSignature } from "./key-derivation.ts";
import {
  type AuthCreateSession,
  type AuthFinish,
  type AuthFinishAnswer,
  type AuthSetPassword,
  type AuthStart,
  type AuthStartAnswer,
  assertAuthCreateSession,
  assertAuthFinishAnswer,
  assertAuthSetPassword,
  assertAuthStart,
  assertAuthStartAnswer,
  type IvLength,
  ivLengths,
  nonceBytes,
  type Sealed,
} from "./messages.ts";
import { SaltedPasswords } from "./salted-passwords.ts";
import { seal } from "./sealing.ts";

export interface LoginOptions {
  /** Source of nonces and initialisation vectors. Default: the system's. */
  readonly randomBytes?: (count: number) => Uint8Array;
  /** Length of the initialisation vector, in bytes. Default 16, as most clients. */
  readonly ivLength?: IvLength;
  /** Memory that makes the next login with the same secret cheap. Default: none. */
  readonly saltedPasswords?: SaltedPasswords;
}

/** One pass through the protocol, good for one session or one change of the password. */
export interface ClientLogin {
  /** The first message. */
  readonly start: AuthStart;
  /** @throws HandshakeError BAD_MESSAGE, OUT_OF_ORDER */
  finish(answer: AuthStartAnswer): Promise<AuthFinish>;
  /** @throws HandshakeError BAD_MESSAGE, OUT_OF_ORDER, SERVER_SIGNATURE_MISMATCH */
  createSession(answer: AuthFinishAnswer): AuthCreateSession;
  /**
   * In the place of createSession: sets the user's password.
   * @throws HandshakeError BAD_MESSAGE, BAD_CREDENTIALS, OUT_OF_ORDER, SERVER_SIGNATURE_MISMATCH
   */
  setPassword(answer: AuthFinishAnswer, newPassword: string): AuthSetPassword;
}

/** Begins a login. @throws HandshakeError BAD_CREDENTIALS, BAD_OPTIONS */
export const beginLogin = (credentials: Credentials, options: LoginOptions = {}): ClientLogin =>
  new Login(credentials, options);

/** What the finished exchange left for the third message. */
interface Agreement {
  readonly transactionId: string;
  readonly signature: Buffer;
  readonly protocolKey: Buffer;
}

class Login implements ClientLogin {
  readonly start: AuthStart;
  // Private fields, so that neither JSON nor util.inspect ever shows them.
  readonly #secret: string;
  readonly #serviceCode: string | undefined;
  readonly #randomBytes: (count: number) => Uint8Array;
  readonly #ivLength: IvLength;
  readonly #saltedPasswords: SaltedPasswords;
  #begun = false;
  #agreement: Agreement | undefined;

  constructor(credentials: Credentials, options: LoginOptions) {
    this.#secret = secretOf(credentials);
    this.#serviceCode = credentials.user === "master" ? credentials.serviceCode : undefined;
    this.#randomBytes = options.randomBytes ?? randomBytes;
    this.#ivLength = options.ivLength ?? 16;
    if (!ivLengths.includes(this.#ivLength)) {
      throw new HandshakeError("BAD_OPTIONS", `ivLength is not ${ivLengths.join(" or ")}`);
    }
    this.#saltedPasswords = options.saltedPasswords ?? new SaltedPasswords({ maxEntries: 1 });
    this.start = { username: credentials.user, nonce: encodeBase64(this.#randomBytes(nonceBytes)) };
    assertAuthStart(this.start);
  }

  async finish(answer: AuthStartAnswer): Promise<AuthFinish> {
    assertAuthStartAnswer(answer);
    // Taken before the derivation: a second answer must never get a second proof of the same secret.
    if (this.#begun) throw new HandshakeError("OUT_OF_ORDER", "finish was called already: begin a new login");
    this.#begun = true;
    const { nonce: serverNonce, salt, rounds, transactionId } = answer;
    const salted = await this.#saltedPasswords.get(this.#secret, Buffer.from(salt, "base64"), rounds);
    const { username, nonce: clientNonce } = this.start;
    const message = authMessage({ username, clientNonce, serverNonce, salt, rounds });
    const { clientKey, storedKey, serverKey } = deriveKeys(salted);
    this.#agreement = {
      transactionId,
      signature: serverSignature(serverKey, message),
      protocolKey: protocolKey(storedKey, message, clientKey),
    };
    return { transactionId, proof: encodeBase64(maskClientKey(clientKey, storedKey, message)) };
  }

  createSession(answer: AuthFinishAnswer): AuthCreateSession {
    const message = this.#sealAfter(answer, this.#serviceCode === undefined ? "" : `:${this.#serviceCode}`);
    assertAuthCreateSession(message);
    return message;
  }

  setPassword(answer: AuthFinishAnswer, newPassword: string): AuthSetPassword {
    assertSecret("the new password", newPassword);
    const message = this.#sealAfter(answer, `:${newPassword}`);
    assertAuthSetPassword(message);
    return message;
  }

  /** Seals the token and what follows it, for a server that has shown that it knows the secret. */
  #sealAfter(answer: AuthFinishAnswer, suffix: string): Sealed & { transactionId: string } {
    assertAuthFinishAnswer(answer);
    const agreement = this.#agreement;
    if (!agreement) {
      throw new HandshakeError("OUT_OF_ORDER", "there is no finished exchange to go on from: begin a new login");
    }
    // Spent whatever comes: neither a wrong server nor a caller gets a second try with these keys.
    this.#agreement = undefined;
    if (!timingSafeEqual(Buffer.from(answer.signature, "base64"), agreement.signature)) {
      throw new HandshakeError(
        "SERVER_SIGNATURE_MISMATCH",
        "the other side could not prove that it knows the secret: it is not the inverter, or the answer was changed",
      );
    }
    const sealed = seal(agreement.protocolKey, this.#randomBytes(this.#ivLength), answer.token + suffix);
    return { transactionId: agreement.transactionId, ...sealed };
  }
}
