import type { ServerResponse } from "node:http";
import { Broadcast, PlenticoreError } from "@plenticore/core";
import type { ExecutionArgs, GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Viewer } from "../auth/viewer.ts";
import type { Cohorts } from "../live/cohorts.ts";
import type { LiveLimits, Places } from "../live/limits.ts";
import type { SharedText } from "../live/shared-text.ts";
import type { Operations } from "../operations/operations.ts";
import type { Payload } from "../operations/types.ts";
import type { Context } from "../schema/index.ts";

export interface LiveStreamsOptions {
  readonly operations: Operations;
  readonly cohorts: Cohorts;
  readonly limits: LiveLimits;
  readonly places: Places;
  readonly isCurrent: (viewer: Viewer) => boolean;
  readonly maskErrors: (errors: readonly unknown[]) => readonly GraphQLError[];
  /** Monotonic, in ms. */
  readonly now: () => number;
}

/** What Yoga's context has besides. */
interface RequestContext extends Context {
  readonly params: Payload;
  readonly res: ServerResponse;
}

interface Stream {
  readonly viewer: Viewer;
  readonly response: ServerResponse;
  /** Since when an event, or the end, waits for a client who does not read. */
  waitsSince: number | undefined;
  end(): void;
}

interface Waiting {
  readonly key: string;
  readonly text: SharedText;
}

const tickMs = 1000;

/** Subscriptions by server-sent events from the same cohorts as those over WebSocket; Yoga frames and paces them. */
export class LiveStreams {
  readonly #options: LiveStreamsOptions;
  readonly #streams = new Set<Stream>();
  readonly #ticking: NodeJS.Timeout;

  constructor(options: LiveStreamsOptions) {
    this.#options = options;
    this.#ticking = setInterval(() => this.#tick(), tickMs);
    this.#ticking.unref();
  }

  readonly plugin: Plugin<object, RequestContext> = {
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn((args: ExecutionArgs) => this.#subscribe(args)),
  };

  /** Ends streams whose key is no longer what it was when they began, or whose token has expired. */
  recheck(): void {
    for (const stream of this.#streams) if (!this.#options.isCurrent(stream.viewer)) stream.end();
  }

  /** Completes every stream. */
  close(): void {
    clearInterval(this.#ticking);
    for (const stream of this.#streams) stream.end();
  }

  async #subscribe({ contextValue }: ExecutionArgs) {
    const { operations, cohorts, places, isCurrent, maskErrors, now } = this.#options;
    const context = contextValue as RequestContext;
    const { viewer, res: response, params, signal } = context;
    const operation = operations.prepare(params, context);
    if ("length" in operation) return { errors: operation };
    let place: () => void;
    try {
      // The key was looked at before the body came, which may have taken its time.
      if (!isCurrent(viewer)) throw new PlenticoreError("UNAUTHENTICATED", "the key was changed or revoked");
      if (signal.aborted) throw new PlenticoreError("CANCELLED", "the client is gone");
      place = places.subscription(viewer);
    } catch (error) {
      return { errors: maskErrors([error]) };
    }
    let leave: (() => void) | undefined;
    let isOver = false;
    let taking: PromiseWithResolvers<void> | undefined;
    const taken = () => {
      stream.waitsSince = undefined;
      taking?.resolve();
      taking = undefined;
    };
    const slots = new Broadcast<Waiting>({
      keyOf: ({ key }) => key,
      onEmpty: () => {
        isOver = true;
        place();
        leave?.();
        taken();
        // Its end waits for the client as well as an event does.
        stream.waitsSince = now();
      },
    });
    const stream: Stream = { viewer, response, waitsSince: undefined, end: () => slots.close() };
    const events = slots.subscribe();
    this.#streams.add(stream);
    // Whatever ends the answer: also one that the client could not accept, which nobody reads as a stream.
    response.once("close", () => {
      stream.end();
      this.#streams.delete(stream);
    });
    try {
      const joined = await cohorts.join(operation, viewer, {
        next: (key, text) => {
          stream.waitsSince ??= now();
          slots.publish({ key, text });
        },
        drained: () => {
          if (stream.waitsSince === undefined) return undefined;
          taking ??= Promise.withResolvers();
          return taking.promise;
        },
        end: () => slots.close(),
      });
      if (joined.errors !== undefined) {
        slots.close();
        return { errors: joined.errors };
      }
      ({ leave } = joined);
    } catch (error) {
      slots.close();
      return { errors: maskErrors([error]) };
    }
    if (isOver) leave();
    return {
      next: async () => {
        const { done, value } = await events.next();
        taken();
        if (done === true) return { done: true, value: undefined };
        return { done: false, value: { data: null, stringify: () => value.text.text } };
      },
      return: () => events.return?.() ?? Promise.resolve({ done: true, value: undefined }),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #tick(): void {
    const { limits, places, now } = this.#options;
    this.recheck();
    for (const { waitsSince, response } of this.#streams) {
      if (waitsSince === undefined || response.destroyed || now() - waitsSince < limits.stallSeconds * 1000) continue;
      places.slowClosed();
      response.destroy();
    }
  }
}
