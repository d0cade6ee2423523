import type { ExecutionResult } from "graphql";

type End = { readonly done: true; readonly value: undefined };
const end: End = { done: true, value: undefined };

/**
 * A running subscription as the protocol's library wants to see one: an iterator that yields nothing, since the cohort
 * writes to the client itself. It ends with the cohort, and takes the member out when the client completes.
 */
export class Membership implements AsyncGenerator<ExecutionResult, undefined, undefined> {
  readonly #onLeave: () => void;
  readonly #ended = Promise.withResolvers<End>();
  #left = false;

  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  get left(): boolean {
    return this.#left;
  }

  next(): Promise<End> {
    return this.#ended.promise;
  }

  return(): Promise<End> {
    if (!this.#left) {
      this.#left = true;
      this.#onLeave();
      this.#ended.resolve(end);
    }
    return this.#ended.promise;
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
