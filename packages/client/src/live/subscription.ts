import type { Keeps } from "../document.ts";
import { errorOf, type FieldError, GatewayError } from "../errors.ts";
import type { Payload } from "../request.ts";
import { type CompleteResult, type LiveResult, type PartialResult, resultOf } from "../result.ts";
import type { Runtime } from "../runtime.ts";
import { Backoff } from "./backoff.ts";
import type { Pause } from "./connection-state.ts";
import type { Live } from "./live.ts";
import type { Follower } from "./transport.ts";
import { Waiting } from "./waiting.ts";

export interface SubscriptionOptions {
  readonly live: Pick<Live, "follow">;
  readonly runtime: Runtime;
  readonly payload: Payload;
  readonly keeps: Keeps;
  /** The caller's and the client's: when one is aborted, the iteration ends. */
  readonly signals: readonly AbortSignal[];
}

type Step<Data> = IteratorResult<LiveResult<Data>, undefined>;

interface Reader<Data> {
  readonly resolve: (step: Step<Data>) => void;
  readonly reject: (error: unknown) => void;
}

const done = { done: true, value: undefined } as const;

/** One iteration over what a subscription brings. Nothing is sent before the first `next`. */
export class Subscription<Data> implements AsyncIterator<LiveResult<Data>, undefined> {
  readonly #options: SubscriptionOptions;
  readonly #backoff: Backoff;
  readonly #waiting: Waiting<CompleteResult<Data> | PartialResult<Data>>;
  readonly #readers: Reader<Data>[] = [];
  readonly #onAbort = (): void => this.#end();
  #state: "new" | "running" | "ended" = "new";
  #failure: GatewayError | undefined;
  /** The gateway had nothing more to say: is that for good? */
  #wasCompleted = false;
  #stop: (() => void) | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.runtime);
    this.#waiting = new Waiting(options.keeps);
  }

  /** @throws GatewayError that ends the subscription for good, once what came before it was read */
  next(): Promise<Step<Data>> {
    if (this.#state === "new") this.#begin();
    const value = this.#waiting.take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#state !== "ended") return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
    const failure = this.#failure;
    this.#failure = undefined;
    return failure === undefined ? Promise.resolve(done) : Promise.reject(failure);
  }

  return(): Promise<Step<Data>> {
    this.#end();
    return Promise.resolve(done);
  }

  #begin(): void {
    this.#state = "running";
    const { signals } = this.#options;
    if (signals.some(({ aborted }) => aborted)) return this.#end();
    for (const signal of signals) signal.addEventListener("abort", this.#onAbort);
    return this.#follow();
  }

  #follow(pause?: Pause): void {
    const { live, payload } = this.#options;
    let isOver = false;
    const once = (react: () => void): void => {
      if (isOver) return;
      isOver = true;
      this.#stop = undefined;
      react();
    };
    const follower: Follower = {
      next: (answer) => {
        if (!isOver) this.#received(answer);
      },
      ended: (errors) => once(() => this.#ended(errors)),
      lost: (error) => once(() => this.#fail(error)),
    };
    const stop = live.follow(payload, follower, pause);
    if (!isOver) this.#stop = stop;
  }

  #received(answer: unknown): void {
    const result = resultOf<Data>(answer);
    if (result.kind === "failed") {
      this.#stop?.();
      return this.#failedBy(result.error);
    }
    if (this.#state === "ended") return undefined;
    this.#wasCompleted = false;
    this.#backoff.connected();
    this.#waiting.put(result);
    const reader = this.#readers.shift();
    if (reader === undefined) return undefined;
    const value = this.#waiting.take();
    return value === undefined ? undefined : reader.resolve({ done: false, value });
  }

  /** The gateway completes also what it will go on with after its restart: only asking again tells. */
  #ended(errors: readonly FieldError[] | undefined): void {
    if (errors !== undefined) return this.#failedBy(errorOf(errors));
    this.#wasCompleted = true;
    return this.#again(completed(), 0);
  }

  #failedBy(error: GatewayError): void {
    // What was asked for by id was removed.
    if (this.#wasCompleted && error.code === "NOT_FOUND") return this.#end();
    if (error.retryable || error.retryAfterMs !== null) return this.#again(error, error.retryAfterMs ?? 0);
    return this.#fail(error);
  }

  #again(error: GatewayError, atLeastMs: number): void {
    if (this.#state === "ended") return;
    const retryInMs = this.#backoff.next(atLeastMs);
    this.#follow({ attempt: this.#backoff.attempts, retryInMs, error });
  }

  #fail(error: GatewayError): void {
    if (this.#state === "ended") return;
    this.#finish();
    const reader = this.#readers.shift();
    if (reader === undefined) this.#failure = error;
    else reader.reject(error);
    this.#dismiss();
  }

  #end(): void {
    this.#failure = undefined;
    this.#waiting.clear();
    if (this.#state !== "ended") this.#finish();
    this.#dismiss();
  }

  #finish(): void {
    this.#state = "ended";
    for (const signal of this.#options.signals) signal.removeEventListener("abort", this.#onAbort);
    this.#stop?.();
    this.#stop = undefined;
  }

  #dismiss(): void {
    for (const { resolve } of this.#readers.splice(0)) resolve(done);
  }
}

const completed = (): GatewayError =>
  new GatewayError("GATEWAY_UNREACHABLE", "the gateway completed it, for good or for its restart", { retryable: true });
