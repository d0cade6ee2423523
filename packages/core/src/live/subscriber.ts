import type { Watch } from "./types.ts";

/** Where a subscriber's values wait for him: how many, decides how much a slow one costs. */
export interface Mailbox<Value> {
  readonly isEmpty: boolean;
  put(value: Value): void;
  /** Only of one that is not empty. */
  take(): Value;
}

/** The newest value alone. */
export class LatestSlot<Value> implements Mailbox<Value> {
  #values: readonly [] | readonly [Value] = [];

  get isEmpty(): boolean {
    return this.#values.length === 0;
  }

  put(value: Value): void {
    this.#values = [value];
  }

  take(): Value {
    const [value] = this.#values;
    this.#values = [];
    return value as Value;
  }
}

/** The newest value of each key, in the order in which the keys arrived. */
export class KeyedSlots<Value> implements Mailbox<Value> {
  readonly #values = new Map<unknown, Value>();
  readonly #keyOf: (value: Value) => unknown;

  constructor(keyOf: (value: Value) => unknown) {
    this.#keyOf = keyOf;
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  put(value: Value): void {
    this.#values.set(this.#keyOf(value), value);
  }

  take(): Value {
    const [key, value] = this.#values.entries().next().value as [unknown, Value];
    this.#values.delete(key);
    return value;
  }
}

/** One end of a stream: whoever calls `next()` gets what waits for him, or the value that comes next. */
export class Subscriber<Value> implements Watch<Value> {
  readonly #mailbox: Mailbox<Value>;
  readonly #onEnd: (subscriber: this) => void;
  /** Calls of `next()` that wait, oldest first: more than one only of a reader who did not wait for the one before. */
  #waiting: ((result: IteratorResult<Value, undefined>) => void)[] = [];
  #signal: AbortSignal | undefined;
  #ended = false;

  constructor(mailbox: Mailbox<Value>, onEnd: (subscriber: Subscriber<Value>) => void, signal?: AbortSignal) {
    this.#mailbox = mailbox;
    this.#onEnd = onEnd;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#end, { once: true });
    if (signal?.aborted === true) this.#end();
  }

  put(value: Value): void {
    if (this.#ended) return;
    const reader = this.#waiting.shift();
    if (reader === undefined) this.#mailbox.put(value);
    else reader({ done: false, value });
  }

  next(): Promise<IteratorResult<Value, undefined>> {
    if (this.#ended) return Promise.resolve(end);
    if (!this.#mailbox.isEmpty) return Promise.resolve({ done: false, value: this.#mailbox.take() });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<Value, undefined>> {
    this.#end();
    return Promise.resolve(end);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** What waits for him is dropped: it would be no news any more. */
  readonly #end = (): void => {
    if (this.#ended) return;
    this.#ended = true;
    this.#signal?.removeEventListener("abort", this.#end);
    this.#signal = undefined;
    while (!this.#mailbox.isEmpty) this.#mailbox.take();
    for (const resolve of this.#waiting.splice(0)) resolve(end);
    this.#onEnd(this);
  };
}

const end = { done: true, value: undefined } as const;
