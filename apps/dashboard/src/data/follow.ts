import {
  type GatewayError,
  isGatewayError,
  type PlenticoreClient,
  type SubscriptionDocument,
} from "@plenticore/client";
import { isVisible, onVisibility } from "./visible.ts";

export interface FollowOptions<Data, Variables> {
  readonly client: PlenticoreClient;
  readonly document: SubscriptionDocument<Data, Variables>;
  readonly variables: Variables;
  readonly onData: (data: Data) => void;
  /** The gateway will not give them: the key is no good any more, or the document is none of its own (any more). */
  readonly onRefused: (error: GatewayError) => void;
  /** Whether somebody can see the page, and how to hear that it changed. Default: the document's. */
  readonly visibility?: { readonly get: () => boolean; readonly subscribe: (listener: () => void) => () => void };
}

/** Follows live values while the page can be seen: a hidden tab costs no inverter a request. @returns what ends it */
export function follow<Data, Variables>(options: FollowOptions<Data, Variables>): () => void {
  const { get, subscribe } = options.visibility ?? { get: isVisible, subscribe: onVisibility };
  let running: AbortController | undefined;
  const look = (): void => {
    if (!get()) {
      running?.abort();
      running = undefined;
    } else if (running === undefined) {
      running = new AbortController();
      void run(options, running.signal);
    }
  };
  const unsubscribe = subscribe(look);
  look();
  return () => {
    unsubscribe();
    running?.abort();
  };
}

async function run<Data, Variables>(
  { client, document, variables, onData, onRefused }: FollowOptions<Data, Variables>,
  signal: AbortSignal,
): Promise<void> {
  try {
    // The variables are all there: the client's way of leaving them out is for those who write by hand.
    const results = (client.subscribe as Subscribe<Data, Variables>)(document, variables, { signal });
    for await (const { data } of results) {
      if (signal.aborted) return;
      onData(data);
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!isGatewayError(error)) throw error;
    // What can't go on otherwise stays as it is, with an age that grows: the connection's state tells why.
    if (error.code === "UNAUTHENTICATED" || error.code === "BAD_INPUT") onRefused(error);
  }
}

type Subscribe<Data, Variables> = (
  document: SubscriptionDocument<Data, Variables>,
  variables: Variables,
  options: { readonly signal: AbortSignal },
) => AsyncIterable<{ readonly data: Data }>;
