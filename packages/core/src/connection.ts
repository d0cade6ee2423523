import type { CallOptions, RestClient } from "@plenticore/rest";
import { backoff } from "./backoff.ts";
import { cancelled, type ErrorCode, PlenticoreError } from "./errors.ts";
import {
  type Answer,
  type DeviceFailure,
  discreet,
  type FailureContext,
  isBusy,
  isStatus,
  toError,
} from "./failures.ts";
import type { RequestCounts } from "./figures.ts";
import type { Exchange, GiveWay, Priority, RequestQueue } from "./queue.ts";
import type { RequestObserver } from "./request-observer.ts";
import type { Runtime } from "./runtime.ts";
import type { Secret } from "./secret.ts";
import { type Session, sessionHeader } from "./session.ts";

/** One request to the device, and how to treat its failures. */
export interface Call<Value> extends Omit<FailureContext, "inverterId"> {
  /** What a role can be refused, remembered by this name. */
  readonly operation: string;
  send(client: RestClient, options: CallOptions): Promise<Answer<Value>>;
  /** Sent without a session. Default false. */
  readonly anonymous?: boolean;
  /** Limit of the request in ms. Default: the connection's patience. */
  readonly timeoutMs?: number;
  /** Its time limit is that of a long answer, and none of the login before it. Default false. */
  readonly streams?: boolean;
  /** False for a write: once sent it is neither repeated nor given up, since nobody knows what came of it. Default true. */
  readonly repeatable?: boolean;
  /** Whether a busy device is asked again after a back-off. Default true; false while a batch is taken apart. */
  readonly patient?: boolean;
  /** The session was proved good just before: a 401 is this request's own fault and no reason to log in. Default false. */
  readonly sessionProved?: boolean;
  /** Sent also while the device counts as away: how it is looked for. Default false. */
  readonly whileAway?: boolean;
  /** What came of it is read next, which also tells whether the device is away: without an answer it is not yet. Default false. */
  readonly readBack?: boolean;
  /** Whether a role's refusal is remembered for the whole operation. Default true; false where it may be one id's. */
  readonly rememberRefusal?: boolean;
  /** For whom it is sent, as the observer knows them. Default: who took the turn. */
  readonly callers?: readonly unknown[] | undefined;
}

/** Sends one request within a turn of the inverter's queue. @throws PlenticoreError */
export type Ask = <Value>(call: Call<Value>, signal?: AbortSignal) => Promise<Value>;

export interface ConnectionOptions {
  readonly inverterId: string;
  readonly client: RestClient;
  readonly session: Session;
  readonly queue: RequestQueue;
  readonly runtime: Pick<Runtime, "monotonic" | "sleep" | "random">;
  readonly counts: RequestCounts;
  readonly observer?: RequestObserver | undefined;
  /** Aborts what is in flight, logins excepted. */
  readonly closing: AbortSignal;
  /** Why the device counts as away, if it does. */
  readonly away: () => PlenticoreError | undefined;
  /** Limit of one request in ms, after which the device counts as away. */
  readonly patienceMs: () => number;
  /** Each answer, whatever it says: a sign of life. */
  readonly onAnswer: () => void;
  /** How long an ordinary request took in ms, or at least took when it was given up: what patience is learned from. */
  readonly onTook: (tookMs: number) => void;
  /** The device can't be reached, doesn't let us in, or is somebody else. */
  readonly onLost: (error: PlenticoreError) => void;
  /** A new session stands. */
  readonly onLogin: () => void;
}

/** Tries after the first of a request that met a busy device. */
const BUSY_RETRIES = 2;
const BUSY_BASE_MS = 300;
const BUSY_CAP_MS = 2_000;
const FORBIDDEN_LIFE_MS = 3_600_000;
const SUSPICION_LIFE_MS = 60_000;

/** Requests to one inverter: in turn, with a session, each failure a coded error. */
export class Connection {
  readonly #options: ConnectionOptions;
  #lastAnswerAt = Number.NEGATIVE_INFINITY;
  /** Operations that answered 400 to a fresh session as well: there it is about what was asked. */
  readonly #complaining = new Set<string>();
  readonly #forbidden = new Map<string, { readonly error: PlenticoreError; readonly until: number }>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Limit of one ordinary request in ms. */
  get patienceMs(): number {
    return this.#options.patienceMs();
  }

  /** When the device last answered anything, on the monotonic clock. */
  get lastAnswerAt(): number {
    return this.#lastAnswerAt;
  }

  /** Who asks at this moment, as the observer knows him. */
  get caller(): unknown {
    return this.#options.observer?.caller();
  }

  /** For how long the device has answered nothing, in ms. */
  get quietMs(): number {
    return this.#options.runtime.monotonic() - this.#lastAnswerAt;
  }

  /** A coded error of this inverter. */
  error(code: ErrorCode, doing: string, what: string): PlenticoreError {
    const { inverterId } = this.#options;
    return new PlenticoreError(code, `${inverterId}: ${doing}: ${what}`, { inverterId });
  }

  /**
   * Takes a turn in the queue, unless `signal` aborts before it comes; everything that `task` asks stays within it. Between
   * what is polled in one turn a user's writes go first.
   */
  run<Result>(priority: Priority, task: (ask: Ask) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const callers = this.#callers();
    return this.#options.queue.run(
      priority,
      (exchange, giveWay) => {
        let asked = false;
        return task(async (call, callSignal) => {
          if (asked) await giveWay();
          asked = true;
          return this.#ask({ callers, ...call }, exchange, giveWay, callSignal);
        });
      },
      signal,
    );
  }

  /** A turn for one request. */
  request<Value>(call: Call<Value>, signal?: AbortSignal, priority: Priority = "read"): Promise<Value> {
    return this.run(priority, (ask) => ask(call, signal), signal);
  }

  /** Opens a session where there is none. @throws PlenticoreError as Session.authorization */
  async logIn(timeoutMs: number): Promise<void> {
    const callers = this.#callers();
    await this.#options.queue.run("read", (exchange) => this.#authorize(exchange, callers, timeoutMs));
  }

  /** Remembers that this role may not do it, so that nobody logs in again for its sake. */
  forbid(operation: string, error: PlenticoreError): void {
    // A session that never answered anything may be at fault itself, and is given another chance soon.
    const life = this.#options.session.proved ? FORBIDDEN_LIFE_MS : SUSPICION_LIFE_MS;
    this.#forbidden.set(operation, { error, until: this.#options.runtime.monotonic() + life });
  }

  /** The device was away, or is another one now: what it refused it may allow. */
  forgetRefusals(): void {
    this.#forbidden.clear();
    this.#complaining.clear();
  }

  /** A full jitter pause before a busy device is asked again. */
  async pause(signal?: AbortSignal): Promise<void> {
    await this.#sleep(this.#options.runtime.random() * BUSY_BASE_MS, signal);
  }

  async #ask<Value>(
    call: Call<Value>,
    exchange: Exchange,
    giveWay: GiveWay,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    // What waited in the queue while the device went away does not wait for it a second time.
    this.#refuseAway(call);
    this.#refuseForbidden(call.operation);
    const { session, counts } = this.#options;
    const delays = backoff({ baseMs: BUSY_BASE_MS, capMs: BUSY_CAP_MS, random: this.#options.runtime.random });
    const repeatable = call.repeatable !== false;
    let busyRetries = repeatable && call.patient !== false ? BUSY_RETRIES : 0;
    let resetRetries = repeatable ? 1 : 0;
    let loginRetries = call.sessionProved === true ? 0 : 1;
    for (;;) {
      const sessionId =
        call.anonymous === true ? undefined : await this.#authorize(exchange, call.callers, loginTimeout(call));
      const answer = await this.#send(call, exchange, sessionId, signal);
      if (answer.ok) {
        if (sessionId !== undefined) session.prove();
        return answer.value;
      }
      if (sessionId !== undefined && this.#mayHaveLostSession(answer, call)) {
        // One that was opened because of a 401 and refused from its beginning would not fare better opened again.
        if (!session.suspect && loginRetries-- > 0) {
          await session.giveUp(sessionId, exchange, { endIt: !isStatus(answer, 401) });
          counts.retries += 1;
          continue;
        }
        const error = this.#errorOf(answer, call);
        if (isStatus(answer, 400)) this.#complaining.add(call.operation);
        else if (call.rememberRefusal !== false) this.forbid(call.operation, error);
        throw error;
      }
      if (isBusy(answer) && busyRetries-- > 0) {
        await giveWay(this.#sleep(delays.next().value, signal));
        this.#refuseAway(call);
        counts.retries += 1;
        continue;
      }
      // A kept-alive connection that the device closed meanwhile breaks at the first byte.
      if (answer.kind === "unreachable" && answer.reason === "reset" && resetRetries-- > 0) {
        counts.retries += 1;
        continue;
      }
      throw this.#errorOf(answer, call);
    }
  }

  #callers(): readonly unknown[] | undefined {
    const { caller } = this;
    return caller === undefined ? undefined : [caller];
  }

  #mayHaveLostSession(failure: DeviceFailure, { operation, sessionProved }: Call<unknown>): boolean {
    if (isStatus(failure, 401)) return true;
    return isStatus(failure, 400) && sessionProved !== true && !this.#complaining.has(operation);
  }

  async #authorize(
    exchange: Exchange,
    callers: readonly unknown[] = [],
    timeoutMs = this.#options.patienceMs(),
  ): Promise<Secret> {
    const { session, inverterId, observer } = this.#options;
    const wasOpen = session.open;
    const ended = wasOpen ? undefined : observer?.sent({ inverterId, operation: "login" }, callers);
    try {
      const sessionId = await session.id(exchange, timeoutMs);
      ended?.(undefined);
      if (!wasOpen) this.#options.onLogin();
      return sessionId;
    } catch (error) {
      ended?.(error instanceof PlenticoreError ? error.code : "INTERNAL");
      if (error instanceof PlenticoreError) this.#options.onLost(error);
      throw error;
    }
  }

  async #send<Value>(
    call: Call<Value>,
    exchange: Exchange,
    sessionId: Secret | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Answer<Value>> {
    const { client, runtime, patienceMs, onAnswer, onTook, closing, counts, observer, inverterId } = this.#options;
    const options: CallOptions = {
      timeoutMs: call.timeoutMs ?? patienceMs(),
      ...(sessionId === undefined ? {} : { authorization: sessionHeader(sessionId) }),
      ...(call.repeatable === false
        ? {}
        : { signal: signal === undefined ? closing : AbortSignal.any([signal, closing]) }),
    };
    return exchange(async () => {
      const sentAt = runtime.monotonic();
      counts.requests += 1;
      const ended = observer?.sent({ inverterId, operation: call.operation }, call.callers ?? []);
      const answer = await call.send(client, options);
      ended?.(answer.ok ? undefined : toError(answer, { ...call, inverterId }).code);
      const answered = answer.ok || answer.kind === "documented" || answer.kind === "undocumented";
      if (answered) {
        this.#lastAnswerAt = runtime.monotonic();
        onAnswer();
      }
      const timedOut = !answer.ok && answer.kind === "unreachable" && answer.reason === "timeout";
      if (call.timeoutMs === undefined && (answered || timedOut)) onTook(runtime.monotonic() - sentAt);
      return answer.ok || sessionId === undefined ? answer : discreet(answer, [sessionId]);
    });
  }

  #errorOf(failure: DeviceFailure, call: Call<unknown>): PlenticoreError {
    const error = toError(failure, { ...call, inverterId: this.#options.inverterId });
    this.#options.counts.failed(error.code);
    if (failure.kind === "unreachable" && call.readBack !== true) this.#options.onLost(error);
    return error;
  }

  #refuseAway({ whileAway }: Call<unknown>): void {
    const away = whileAway === true ? undefined : this.#options.away();
    if (away !== undefined) throw away;
  }

  #refuseForbidden(operation: string): void {
    const forbidden = this.#forbidden.get(operation);
    if (forbidden === undefined) return;
    if (forbidden.until > this.#options.runtime.monotonic()) throw forbidden.error;
    this.#forbidden.delete(operation);
  }

  async #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const { runtime, closing } = this.#options;
    const ended = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    try {
      await runtime.sleep(ms, { signal: ended });
    } catch (error) {
      throw ended.aborted ? cancelled() : error;
    }
  }
}

const loginTimeout = ({ streams, timeoutMs }: Call<unknown>): number | undefined =>
  streams === true ? undefined : timeoutMs;
