import {
  type AuthFinishAnswer,
  beginLogin,
  type ClientLogin,
  type HandshakeErrorCode,
  isHandshakeError,
  type SaltedPasswords,
} from "@plenticore/handshake";
import type { RestClient } from "@plenticore/rest";
import type { Credentials } from "./config.ts";
import { cancelled, type ErrorCode, isPlenticoreError, PlenticoreError } from "./errors.ts";
import {
  type DeviceFailure,
  discreet,
  type FailureContext,
  isAnswerLost,
  isStatus,
  toError,
  withOutcome,
} from "./failures.ts";
import type { RequestCounts } from "./figures.ts";
import type { Exchange } from "./queue.ts";
import type { Runtime } from "./runtime.ts";
import { Secret } from "./secret.ts";

export interface SessionOptions {
  readonly inverterId: string;
  readonly client: RestClient;
  readonly credentials: Credentials;
  readonly saltedPasswords: SaltedPasswords;
  readonly runtime: Pick<Runtime, "randomBytes" | "monotonic">;
  readonly counts: RequestCounts;
  /** Aborts a login that can't have opened a session yet. */
  readonly closing: AbortSignal;
}

/** The value of the Authorization header. */
export const sessionHeader = (id: Secret): string => `Session ${id.reveal()}`;

/** For so long a session that was opened after a refusal, and refused at once, is not opened again. */
const SUSPECT_MS = 60_000;
/** Limit of the step that opens a session and of one that ends it, in ms: a shutdown waits for them. */
const LAST_STEP_MS = 3_000;

/**
 * The one session that the gateway holds at one inverter.
 * A refused secret is remembered and never sent again: the account would be locked (FACTS 1.4).
 */
export class Session {
  readonly #options: SessionOptions;
  #credentials: Credentials;
  #id: Secret | undefined;
  #proved = false;
  #refused = false;
  #suspectUntil = 0;
  #login: Promise<Secret> | undefined;
  #refusal: PlenticoreError | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#credentials = options.credentials;
  }

  /** Whether the device holds a session of ours, as far as we know. */
  get open(): boolean {
    return this.#id !== undefined;
  }

  /** Whether the device has answered a request of this session: before that a 401 may be the role's, not the session's. */
  get proved(): boolean {
    return this.#proved;
  }

  /** Whether it was opened just now because of a refusal, and has been good for nothing yet. */
  get suspect(): boolean {
    return !this.#proved && this.#options.runtime.monotonic() < this.#suspectUntil;
  }

  /** An answer came that only a session gets. */
  prove(): void {
    this.#proved = true;
  }

  /**
   * The session's id; logs in first where there is no session, all callers sharing one login.
   * A login runs to its end also when its callers have gone: half a login would leave a session that nobody logs out.
   *
   * @throws PlenticoreError WRONG_PASSWORD, WRONG_SERVICE_CODE, USER_LOCKED, SERVER_SIGNATURE_MISMATCH (all remembered),
   * or what the network did.
   */
  id(exchange: Exchange, timeoutMs: number): Promise<Secret> {
    if (this.#id !== undefined) return Promise.resolve(this.#id);
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    this.#login ??= this.#logIn(exchange, timeoutMs).finally(() => {
      this.#login = undefined;
    });
    return this.#login;
  }

  /** Gives up the session with this id, and no newer one; the next request opens another. */
  async giveUp(id: Secret, exchange: Exchange, { endIt }: { readonly endIt: boolean }): Promise<void> {
    if (this.#id !== id) return;
    this.#id = undefined;
    this.#refused = true;
    // A device that said 400 may still hold it: older firmware holds few.
    if (endIt) await this.#end(id, exchange, LAST_STEP_MS);
  }

  /** Ends the session at the device. What fails here is not worth telling: the device ends idle sessions by itself. */
  async logOut(exchange: Exchange, timeoutMs: number): Promise<void> {
    await this.#login?.catch(() => undefined);
    const id = this.#id;
    if (id === undefined) return;
    this.#id = undefined;
    await this.#end(id, exchange, timeoutMs);
  }

  async #end(id: Secret, exchange: Exchange, timeoutMs: number): Promise<void> {
    await exchange(() => this.#options.client.postLogout({}, { authorization: sessionHeader(id), timeoutMs }));
  }

  /**
   * Changes the plant owner's password, proved by the secret that this session logs in with (FACTS 1.3). Afterwards a
   * session of the plant owner logs in with the new one.
   *
   * @throws PlenticoreError as `id`, or what the device said to the change
   */
  async setPassword(newPassword: Secret, exchange: Exchange, timeoutMs: number): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    await this.#login?.catch(() => undefined);
    const { client } = this.#options;
    await this.#guarded(async () => {
      const { login, answer } = await this.#prove(exchange, timeoutMs);
      const message = login.setPassword(answer, newPassword.reveal());
      const changed = await exchange(() => client.postAuthSetPassword({ body: message }, { timeoutMs }));
      if (!changed.ok) this.#failToChange(discreet(changed, [newPassword]));
    });
    if (this.#credentials.user === "user") this.#credentials = { user: "user", password: newPassword };
    // Whether sessions outlive the change is not known; a new one is sure to be good.
    this.#id = undefined;
  }

  /** Forgets session and refusal: the next request tries the secret again, which nothing else does. */
  forget(): void {
    this.#id = undefined;
    this.#refusal = undefined;
  }

  async #logIn(exchange: Exchange, timeoutMs: number): Promise<Secret> {
    const { client, closing } = this.#options;
    return this.#guarded(async () => {
      const { login, answer } = await this.#prove(exchange, timeoutMs);
      const create = login.createSession(answer);
      if (closing.aborted) throw cancelled();
      // Not abortable: a session that nobody knows of could not be logged out.
      const created = await exchange(() =>
        client.postAuthCreateSession({ body: create }, { timeoutMs: Math.min(timeoutMs, LAST_STEP_MS) }),
      );
      if (!created.ok) {
        if (isStatus(created, 403)) return this.#refuse("USER_LOCKED", created);
        if (!isRefused(created)) return this.#fail(created);
        return this.#refuse(this.#credentials.user === "master" ? "WRONG_SERVICE_CODE" : "WRONG_PASSWORD", created);
      }
      this.#id = new Secret(created.value.sessionId);
      this.#options.counts.logins += 1;
      this.#proved = false;
      this.#suspectUntil = this.#refused ? this.#options.runtime.monotonic() + SUSPECT_MS : 0;
      this.#refused = false;
      return this.#id;
    });
  }

  /** The first two steps of the protocol: both sides have shown that they know the secret once a message is made of it. */
  async #prove(exchange: Exchange, timeoutMs: number): Promise<{ login: ClientLogin; answer: AuthFinishAnswer }> {
    const { client, saltedPasswords, runtime, closing: signal } = this.#options;
    const login = beginLogin(revealed(this.#credentials), {
      saltedPasswords,
      randomBytes: (count) => runtime.randomBytes(count),
    });
    const started = await exchange(() => client.postAuthStart({ body: login.start }, { timeoutMs, signal }));
    if (!started.ok) return isStatus(started, 403) ? this.#refuse("USER_LOCKED", started) : this.#fail(started);
    const finish = await login.finish(started.value);
    const finished = await exchange(() => client.postAuthFinish({ body: finish }, { timeoutMs, signal }));
    if (finished.ok) return { login, answer: finished.value };
    if (isStatus(finished, 403)) return this.#refuse("USER_LOCKED", finished);
    return isRefused(finished) ? this.#refuse("WRONG_PASSWORD", finished) : this.#fail(finished);
  }

  /** The handshake's own errors, as those of the table. */
  async #guarded<Value>(steps: () => Promise<Value>): Promise<Value> {
    try {
      return await steps();
    } catch (error) {
      const { inverterId, counts } = this.#options;
      if (isPlenticoreError(error)) counts.failed(error.code);
      if (!isHandshakeError(error)) throw error;
      const code = handshakeCodes[error.code];
      counts.failed(code);
      const failed = new PlenticoreError(code, `${inverterId}: logging in: ${error.message}`, {
        inverterId,
        cause: error,
      });
      // Who can't prove to know the password gets no second proof of ours to work on.
      if (code === "SERVER_SIGNATURE_MISMATCH") this.#refusal = failed;
      throw failed;
    }
  }

  #fail(failure: DeviceFailure): never {
    throw toError(this.#discreet(failure), loginContext(this.#options.inverterId));
  }

  /** An answer that got lost may have been a yes; a guess could lock the account, so that people must find out. */
  #failToChange(failure: DeviceFailure): never {
    const { inverterId } = this.#options;
    const error = toError(this.#discreet(failure), { ...loginContext(inverterId), doing: "changing the password" });
    throw isAnswerLost(error) ? withOutcome(error, "whether the inverter took the new password is not known") : error;
  }

  #refuse(code: keyof typeof refusals, failure: DeviceFailure): never {
    const { inverterId } = this.#options;
    const told = this.#discreet(failure);
    const said = "message" in told && told.message !== undefined ? ` ("${told.message}")` : "";
    this.#refusal = new PlenticoreError(code, `${inverterId}: ${refusals[code]}${said}`, { inverterId });
    throw this.#refusal;
  }

  #discreet(failure: DeviceFailure): DeviceFailure {
    const { user: _user, ...secrets } = this.#credentials;
    return discreet(failure, Object.values(secrets));
  }
}

/** As the handshake's own arithmetic wants them. */
function revealed(credentials: Credentials): Parameters<typeof beginLogin>[0] {
  if (credentials.user === "user") return { user: "user", password: credentials.password.reveal() };
  const { masterKey, serviceCode } = credentials;
  return {
    user: "master",
    masterKey: masterKey.reveal(),
    ...(serviceCode !== undefined && { serviceCode: serviceCode.reveal() }),
  };
}

const handshakeCodes: Readonly<Record<HandshakeErrorCode, ErrorCode>> = {
  BAD_MESSAGE: "BAD_ANSWER",
  BAD_CREDENTIALS: "BAD_INPUT",
  BAD_OPTIONS: "INTERNAL",
  OUT_OF_ORDER: "INTERNAL",
  SERVER_SIGNATURE_MISMATCH: "SERVER_SIGNATURE_MISMATCH",
};

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

/** Whether it is the secret that was refused: sent again it would lock the account. */
const isRefused = (failure: DeviceFailure): boolean =>
  (isStatus(failure, 400) || isStatus(failure, 401)) && !namesTransaction(failure);

/** "Invalid authentication transaction" is no wrong password: the transaction ran out or the device restarted. */
const namesTransaction = (failure: DeviceFailure): boolean =>
  "message" in failure && failure.message !== undefined && /transaction/i.test(failure.message);
