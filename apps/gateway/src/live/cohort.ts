import {
  createSourceEventStream,
  type ExecutionResult,
  executeSubscriptionEvent,
  type GraphQLError,
  type ValidatedSubscriptionArgs,
} from "graphql";
import { SharedText } from "./shared-text.ts";
import { LiveSource } from "./source.ts";

/** One subscriber. */
export interface Member {
  /** An event; it makes one of the same key old that was not sent yet. */
  next(key: string, text: SharedText): void;
  /** Resolves when nothing waits for him, or he is gone; undefined: nothing waits. */
  drained(): Promise<void> | undefined;
  /** Nothing will follow. */
  end(): void;
}

export interface CohortOptions {
  readonly args: ValidatedSubscriptionArgs;
  readonly maskErrors: (errors: readonly GraphQLError[]) => readonly GraphQLError[];
  readonly now: () => number;
  /** The last member has gone, or the source has ended. */
  readonly onEmpty: () => void;
}

/** A text that is told as new for so long, in ms: then the ages in it would be wrong by more than a second. */
const freshMs = 1000;

/** Subscribers with the same document, variables and authority: each event is executed and serialised once for all of them. */
export class Cohort {
  /** Whether it began; its errors where it could not. */
  readonly opened: Promise<readonly GraphQLError[] | undefined>;
  readonly #options: CohortOptions;
  readonly #members = new Set<Member>();
  readonly #latest = new Map<string, { readonly text: SharedText; readonly at: number }>();
  #source: LiveSource | undefined;
  #events: AsyncIterator<unknown> | undefined;
  #greeting: Promise<void> | undefined;
  #ended = false;

  constructor(options: CohortOptions) {
    this.#options = options;
    this.opened = this.#open();
  }

  get size(): number {
    return this.#members.size;
  }

  /** Whether later subscribers may join: events that are no state belong to who was there. */
  get isShared(): boolean {
    return this.#source?.isState === true && !this.#ended;
  }

  /** Takes in a member who gets what is known at once. @returns what takes him out; undefined: it has ended meanwhile */
  async join(member: Member): Promise<(() => void) | undefined> {
    // Where nothing came yet, the first events are on their way.
    if (this.#latest.size > 0) await this.#refresh();
    if (this.#ended) return undefined;
    if (this.#events === undefined) this.#begin();
    this.#forgetGone();
    for (const [key, { text }] of this.#latest) member.next(key, text);
    this.#members.add(member);
    return () => {
      if (this.#members.delete(member) && this.#members.size === 0) this.#close();
    };
  }

  async #open(): Promise<readonly GraphQLError[] | undefined> {
    const source = await createSourceEventStream(this.#options.args);
    if (source instanceof LiveSource) {
      this.#source = source;
      return undefined;
    }
    if (Symbol.asyncIterator in source) throw new Error("a subscription's source is no LiveSource");
    return this.#options.maskErrors(source.errors ?? []);
  }

  #begin(): void {
    if (this.#source === undefined) throw new Error("a cohort was joined before it was opened");
    try {
      this.#events = this.#source[Symbol.asyncIterator]();
    } catch (error) {
      this.#close();
      throw error;
    }
    void this.#run(this.#source, this.#events);
  }

  /** What was removed, or may not be seen any more, is nothing that a later member is told. */
  #forgetGone(): void {
    const keys = this.#source?.keys();
    for (const key of this.#latest.keys()) if (keys?.has(key) === false) this.#latest.delete(key);
  }

  async #run(source: LiveSource, events: AsyncIterator<unknown>): Promise<void> {
    try {
      for (;;) {
        const { done, value } = (await events.next()) as IteratorResult<unknown, undefined>;
        if (done === true) break;
        const key = source.keyOf(value);
        const text = await this.#execute(value);
        if (source.isState) this.#latest.set(key, { text, at: this.#options.now() });
        for (const member of this.#members) member.next(key, text);
        // Events that are no state wait in their watch, which counts what is lost, and not with the member, who keeps the newest.
        if (!source.isState) for (const member of this.#members) await member.drained();
      }
    } catch (error) {
      // Sources tell what devices do as values; what throws is a mistake of ours, told like one in a query.
      const text = textOf({ errors: this.#options.maskErrors([error as GraphQLError]) });
      for (const member of this.#members) member.next("", text);
    }
    for (const member of this.#members) member.end();
    this.#members.clear();
    this.#close();
  }

  /** Makes what is known new again, where it is older than `freshMs`; all who come at the same time wait for the same. */
  #refresh(): Promise<void> {
    if (this.#greeting !== undefined) return this.#greeting;
    const now = this.#options.now();
    const fresh = Array.from(this.#latest.values()).every(({ at }) => now - at <= freshMs);
    if (fresh) return Promise.resolve();
    this.#greeting = this.#tellAgain().finally(() => {
      this.#greeting = undefined;
    });
    return this.#greeting;
  }

  async #tellAgain(): Promise<void> {
    const source = this.#source;
    if (source === undefined) return;
    const before = new Map(this.#latest);
    for (const event of await source.current()) {
      const key = source.keyOf(event);
      const text = await this.#execute(event);
      // What came meanwhile is newer.
      if (this.#latest.get(key) === before.get(key)) this.#latest.set(key, { text, at: this.#options.now() });
    }
  }

  async #execute(event: unknown): Promise<SharedText> {
    const { data, errors } = await executeSubscriptionEvent({ ...this.#options.args, rootValue: event });
    return textOf({ ...(errors && { errors: this.#options.maskErrors(errors) }), data: data ?? null });
  }

  #close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEmpty();
    void this.#events?.return?.();
  }
}

const textOf = (result: ExecutionResult): SharedText => new SharedText(JSON.stringify(result));
