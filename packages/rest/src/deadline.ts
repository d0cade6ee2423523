import { cancelled, unreachable } from "./errors.ts";
import type { TransportFailure } from "./generated/index.ts";
import type { RestRuntime } from "./runtime.ts";

/** What ends a call before its answer does: the caller's signal, or the time allowed. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #runtime: RestRuntime;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.end(cancelled("the call was cancelled"));
  #stopTimer: (() => void) | undefined;
  #failure: TransportFailure | undefined;

  constructor(runtime: RestRuntime, callerSignal: AbortSignal | undefined) {
    this.#runtime = runtime;
    this.#callerSignal = callerSignal;
    if (callerSignal?.aborted === true) this.#onAbort();
    else callerSignal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Aborts when the call ends. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the call ended, once it has. */
  get failure(): TransportFailure | undefined {
    return this.#failure;
  }

  /** Ends the call unless it is restarted or released within `timeoutMs`. */
  start(timeoutMs: number): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#runtime.after(timeoutMs, () =>
      this.end(unreachable("timeout", `no answer within ${timeoutMs} ms`)),
    );
  }

  /** Stops the time until the next `start`. */
  pause(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  end(failure: TransportFailure): void {
    this.#failure ??= failure;
    this.release();
    this.#controller.abort();
  }

  /** Lets go of timer and signal. */
  release(): void {
    this.pause();
    this.#callerSignal?.removeEventListener("abort", this.#onAbort);
  }
}
