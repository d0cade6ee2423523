import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWebSocketClient } from "graphql-ws";
import { WebSocket } from "ws";

export interface Outcome {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

export interface Subscribed {
  /** Everything that came. */
  readonly results: Outcome[];
  /** Resolves when so many have come. */
  received(count: number): Promise<void>;
  /** Resolves when the server completed it; rejects with what ended it otherwise. */
  readonly completed: Promise<void>;
  stop(): Promise<void>;
}

export interface SubscribeOptions {
  readonly variables?: Record<string, unknown>;
  readonly key?: string;
}

type Subscribe = (url: string, query: string, options?: SubscribeOptions) => Subscribed;

interface Sink {
  next(result: Outcome): void;
  error(error: unknown): void;
  complete(): void;
}

function collect(start: (sink: Sink) => () => void, dispose: () => void | Promise<void>): Subscribed {
  const results: Outcome[] = [];
  const waiting: { count: number; resolve: () => void; reject: (reason: unknown) => void }[] = [];
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  const stop = start({
    next: (result) => {
      results.push(result);
      for (const one of waiting) if (results.length >= one.count) one.resolve();
    },
    error: (error) => {
      ended.reject(error);
      for (const one of waiting) one.reject(error);
    },
    complete: () => ended.resolve(),
  });
  return {
    results,
    received: (count) =>
      results.length >= count
        ? Promise.resolve()
        : new Promise((resolve, reject) => waiting.push({ count, resolve, reject })),
    completed: ended.promise,
    stop: async () => {
      stop();
      await dispose();
    },
  };
}

const overWebSocket: Subscribe = (url, query, { variables, key } = {}) => {
  const client = createWebSocketClient({
    url: `${url.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(key !== undefined && { connectionParams: { authorization: `Bearer ${key}` } }),
  });
  return collect(
    (sink) =>
      client.subscribe({ query, ...(variables && { variables }) }, sink as Parameters<typeof client.subscribe>[1]),
    () => client.dispose(),
  );
};

const overSse: Subscribe = (url, query, { variables, key } = {}) => {
  const client = createSseClient({
    url: `${url}/graphql`,
    retryAttempts: 0,
    ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
  });
  return collect(
    (sink) =>
      client.subscribe({ query, ...(variables && { variables }) }, sink as Parameters<typeof client.subscribe>[1]),
    () => client.dispose(),
  );
};

/** How a client can subscribe: each must give the same. */
export const transports: readonly (readonly [name: string, subscribe: Subscribe])[] = [
  ["WebSocket", overWebSocket],
  ["server-sent events", overSse],
];
