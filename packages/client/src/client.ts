import type { Arguments, Keeps, SubscriptionDocument } from "./document.ts";
import { createHttpClient, type HttpClient, type RequestOptions } from "./http-client.ts";
import type { Connection } from "./live/connection-state.ts";
import { Live } from "./live/live.ts";
import { Subscription } from "./live/subscription.ts";
import { type ClientOptions, settingsOf } from "./options.ts";
import { payloadOf } from "./request.ts";
import type { LiveResult } from "./result.ts";

export interface SubscribeOptions extends RequestOptions {
  /** How a slow reader is served. Default: the document's, "newest" where it names none. */
  readonly keeps?: Keeps | undefined;
}

export interface PlenticoreClient extends HttpClient {
  /**
   * Follows live values, over breaks of the connection, too. Each iteration is a subscription of its own, begins with its
   * first step, and ends when the loop is left, the signal is aborted, the client is closed, or the inverter asked for is
   * removed. It throws `GatewayError` when it can't go on: the key is refused, or the request is wrong.
   *
   * A reader who is slower than the values gets the newest of each inverter or plant; `skipped` counts the others.
   *
   * @throws TypeError of a document or variables that can't be meant
   */
  subscribe<Data, Variables>(
    document: SubscriptionDocument<Data, Variables>,
    ...args: Arguments<Variables, SubscribeOptions>
  ): AsyncIterable<LiveResult<Data>>;
  /** How live values come at present. */
  readonly connection: Connection;
}

/** A client of one gateway. @throws TypeError that names the option and what to give instead */
export function createPlenticoreClient(options: ClientOptions): PlenticoreClient {
  const settings = settingsOf(options);
  const http = createHttpClient(options);
  const live = new Live(settings);
  const closing = new AbortController();
  return {
    ...http,
    subscribe: (document, ...args) => {
      const [variables, { signal, keeps } = {}] = args as readonly [unknown?, SubscribeOptions?];
      const payload = payloadOf("subscription", document, variables, settings.persisted);
      return {
        [Symbol.asyncIterator]: () =>
          new Subscription({
            live,
            runtime: settings.runtime,
            payload,
            keeps: keeps ?? document.keeps ?? "newest",
            signals: signal === undefined ? [closing.signal] : [closing.signal, signal],
          }),
      };
    },
    connection: live.connection,
    close: () => {
      http.close();
      closing.abort();
      live.close();
    },
  };
}
