import { KeyedSlots, LatestSlot, type Mailbox, Subscriber } from "./subscriber.ts";
import type { EndOptions, Watch } from "./types.ts";

export interface BroadcastOptions<Value> {
  /** Keeps the newest of each key, in order of arrival of the key. Default: the newest of all. */
  readonly keyOf?: (value: Value) => unknown;
  /** What each subscriber has instead of slots. */
  readonly mailbox?: () => Mailbox<Value>;
  /** The last subscriber has gone. */
  readonly onEmpty?: () => void;
}

export interface SubscribeOptions<Value> extends EndOptions {
  /** What this subscriber gets before what is published. */
  readonly first?: Iterable<Value>;
  readonly onEnd?: () => void;
}

/** One value to many. A subscriber who does not read costs one slot (one a key), whatever is published meanwhile. */
export class Broadcast<Value> {
  readonly #subscribers = new Set<Subscriber<Value>>();
  readonly #mailbox: () => Mailbox<Value>;
  readonly #onEmpty: (() => void) | undefined;
  #closed = false;

  constructor({ keyOf, mailbox, onEmpty }: BroadcastOptions<Value> = {}) {
    this.#mailbox = mailbox ?? (keyOf === undefined ? () => new LatestSlot() : () => new KeyedSlots(keyOf));
    this.#onEmpty = onEmpty;
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  publish(value: Value): void {
    for (const subscriber of this.#subscribers) subscriber.put(value);
  }

  /** Ended at once where the broadcast or the signal has ended before. */
  subscribe({ first = [], signal, onEnd }: SubscribeOptions<Value> = {}): Watch<Value> {
    const leave = (gone: Subscriber<Value>) => {
      this.#left(gone);
      onEnd?.();
    };
    const subscriber = new Subscriber<Value>(this.#mailbox(), leave, signal);
    if (this.#closed) void subscriber.return();
    else if (signal?.aborted !== true) this.#subscribers.add(subscriber);
    for (const value of first) subscriber.put(value);
    return subscriber;
  }

  /** Ends every subscription, also those to come. */
  close(): void {
    this.#closed = true;
    for (const subscriber of this.#subscribers) void subscriber.return();
  }

  #left(subscriber: Subscriber<Value>): void {
    if (this.#subscribers.delete(subscriber) && this.#subscribers.size === 0) this.#onEmpty?.();
  }
}
