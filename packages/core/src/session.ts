import { beginLogin, type Credentials, isHandshakeError, type SaltedPasswords } from "@plenticore/handshake";
import type { RestClient } from "@plenticore/rest";
import { PlenticoreError } from "./errors.ts";
import { type DeviceFailure, type FailureContext, isStatus, toError } from "./failures.ts";
import type { Exchange } from "./queue.ts";
import type { Runtime } from "./runtime.ts";

export interface SessionOptions {
  readonly inverterId: string;
  readonly client: RestClient;
  readonly credentials: Credentials;
  readonly saltedPasswords: SaltedPasswords;
  readonly runtime: Pick<Runtime, "randomBytes">;
}

/**
 * The one session that the gateway holds at one inverter.
 * A refused secret is remembered and never sent again: the account would be locked (FACTS 1.4).
 */
export class Session {
  readonly #options: SessionOptions;
  #authorization: string | undefined;
  #proved = false;
  #login: Promise<string> | undefined;
  #refusal: PlenticoreError | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Whether the device holds a session of ours, as far as we know. */
  get open(): boolean {
    return this.#authorization !== undefined;
  }

  /** Whether the device has answered a request of this session: before that a 401 may be the role's, not the session's. */
  get proved(): boolean {
    return this.#proved;
  }

  /** An answer came that only a session gets. */
  prove(): void {
    this.#proved = true;
  }

  /** Why the secret isn't tried any more. */
  get refusal(): PlenticoreError | undefined {
    return this.#refusal;
  }

  /**
   * The value of the Authorization header; logs in first where there is no session, all callers sharing one login.
   * A login runs to its end also when its callers have gone: half a login would leave a session that nobody logs out.
   *
   * @throws PlenticoreError WRONG_PASSWORD, WRONG_SERVICE_CODE, USER_LOCKED, SERVER_SIGNATURE_MISMATCH (all remembered),
   * or what the network did.
   */
  authorization(exchange: Exchange, timeoutMs: number): Promise<string> {
    if (this.#authorization !== undefined) return Promise.resolve(this.#authorization);
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    this.#login ??= this.#logIn(exchange, timeoutMs).finally(() => {
      this.#login = undefined;
    });
    return this.#login;
  }

  /** Forgets the session that `authorization` belongs to, and no newer one. */
  drop(authorization: string): void {
    if (this.#authorization === authorization) this.#authorization = undefined;
  }

  /** Ends the session at the device. What fails here is not worth telling: the device ends idle sessions by itself. */
  async logOut(exchange: Exchange, timeoutMs: number): Promise<void> {
    await this.#login?.catch(() => undefined);
    const authorization = this.#authorization;
    if (authorization === undefined) return;
    this.#authorization = undefined;
    await exchange(() => this.#options.client.postLogout({}, { authorization, timeoutMs }));
  }

  async #logIn(exchange: Exchange, timeoutMs: number): Promise<string> {
    const { client, credentials, saltedPasswords, runtime, inverterId } = this.#options;
    const fail = (failure: DeviceFailure): never => {
      throw toError(failure, loginContext(inverterId));
    };
    try {
      const login = beginLogin(credentials, { saltedPasswords, randomBytes: (count) => runtime.randomBytes(count) });

      const started = await exchange(() => client.postAuthStart({ body: login.start }, { timeoutMs }));
      if (!started.ok) return isStatus(started, 403) ? this.#refuse("USER_LOCKED", started) : fail(started);

      const finish = await login.finish(started.value);
      const finished = await exchange(() => client.postAuthFinish({ body: finish }, { timeoutMs }));
      if (!finished.ok) {
        if (isStatus(finished, 403)) return this.#refuse("USER_LOCKED", finished);
        if (isStatus(finished, 400)) {
          return namesTransaction(finished) ? fail(finished) : this.#refuse("WRONG_PASSWORD", finished);
        }
        return fail(finished);
      }

      const create = login.createSession(finished.value);
      const created = await exchange(() => client.postAuthCreateSession({ body: create }, { timeoutMs }));
      if (!created.ok) {
        const refused = isStatus(created, 400) && !namesTransaction(created);
        return refused && credentials.user === "master" ? this.#refuse("WRONG_SERVICE_CODE", created) : fail(created);
      }

      this.#authorization = `Session ${created.value.sessionId}`;
      this.#proved = false;
      return this.#authorization;
    } catch (error) {
      if (!isHandshakeError(error)) throw error;
      const code = error.code === "SERVER_SIGNATURE_MISMATCH" ? error.code : "BAD_ANSWER";
      const failed = new PlenticoreError(code, `${inverterId}: logging in: ${error.message}`, {
        inverterId,
        cause: error,
      });
      // Who can't prove to know the password gets no second proof of ours to work on.
      if (code === "SERVER_SIGNATURE_MISMATCH") this.#refusal = failed;
      throw failed;
    }
  }

  #refuse(code: keyof typeof refusals, failure: DeviceFailure): never {
    const { inverterId } = this.#options;
    const said = "message" in failure && failure.message !== undefined ? ` ("${failure.message}")` : "";
    this.#refusal = new PlenticoreError(code, `${inverterId}: ${refusals[code]}${said}`, { inverterId });
    throw this.#refusal;
  }
}

const refusals = {
  WRONG_PASSWORD: "the inverter refused the password or master key; it is not tried again",
  WRONG_SERVICE_CODE: "the inverter refused the service code; it is not tried again",
  USER_LOCKED: "the inverter has locked the account; a password reset is required",
} as const;

const loginContext = (inverterId: string): FailureContext => ({
  inverterId,
  doing: "logging in",
  notFound: "BAD_ANSWER",
});

/** "Invalid authentication transaction" is no wrong password: the transaction ran out or the device restarted. */
const namesTransaction = (failure: DeviceFailure): boolean =>
  "message" in failure && failure.message !== undefined && /transaction/i.test(failure.message);
