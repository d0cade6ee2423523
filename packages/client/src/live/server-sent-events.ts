import { type GatewayError, notGraphQL, unreachable } from "../errors.ts";
import { readAnswer, send } from "../http.ts";
import type { Payload } from "../request.ts";
import type { FetchResponse } from "../runtime.ts";
import { Backoff } from "./backoff.ts";
import { type Ending, endingBy } from "./close-codes.ts";
import type { ConnectionState } from "./connection-state.ts";
import { EventStreamParser } from "./event-stream.ts";
import type { Follower, Transport, TransportOptions } from "./transport.ts";

export const streamLimits = {
  /** Until the gateway answers, in ms. */
  openMs: 15_000,
  /** Without a value or a comment, in ms: the gateway sends one of them every 30 s at the latest. */
  silentMs: 75_000,
} as const;

/** One request, which brings what one subscription brings; it is made again when it breaks. */
interface Stream {
  readonly payload: Payload;
  readonly follower: Follower;
  readonly backoff: Backoff;
  /** Of the request that runs. */
  abort: () => void;
  cancelTimer: () => void;
  state: ConnectionState;
}

/** Server-sent events over `fetch`, a request for each subscription, where no WebSocket comes through. */
export class ServerSentEvents implements Transport {
  readonly #options: TransportOptions;
  readonly #streams = new Set<Stream>();

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  follow(payload: Payload, follower: Follower): () => void {
    const stream: Stream = {
      payload,
      follower,
      backoff: new Backoff(this.#options.settings.runtime),
      abort: () => undefined,
      cancelTimer: () => undefined,
      state: { transport: "sse", status: "idle" },
    };
    this.#streams.add(stream);
    void this.#connect(stream);
    return () => {
      this.#remove(stream);
      this.#tell();
    };
  }

  close(): void {
    for (const stream of this.#streams) this.#remove(stream);
    this.#tell();
  }

  #remove(stream: Stream): void {
    this.#streams.delete(stream);
    stream.cancelTimer();
    stream.abort();
  }

  async #connect(stream: Stream): Promise<void> {
    const { settings } = this.#options;
    const request = new AbortController();
    stream.abort = () => request.abort();
    this.#set(stream, { transport: "sse", status: "connecting", attempt: stream.backoff.attempts + 1 });
    this.#patience(stream, request, streamLimits.openMs);
    let ending: Ending | undefined;
    try {
      const response = await send(settings, stream.payload, "text/event-stream", request.signal);
      ending = await this.#read(stream, request, response);
    } catch (error) {
      ending = endingBy(error);
    }
    stream.cancelTimer();
    // The rest of a body that nobody reads would be kept coming.
    request.abort();
    if (ending !== undefined && this.#streams.has(stream)) this.#lost(stream, ending);
  }

  /** How the stream broke; undefined where the gateway ended it. */
  async #read(stream: Stream, request: AbortController, response: FetchResponse): Promise<Ending | undefined> {
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (!isStream || response.body === null) return this.#refused(stream, response);
    this.#options.opened();
    stream.backoff.connected();
    this.#set(stream, { transport: "sse", status: "connected" });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = new EventStreamParser();
    for (;;) {
      this.#patience(stream, request, streamLimits.silentMs);
      const { done, value } = await reader.read();
      if (done) return { error: unreachable(undefined), againAfterMs: 0 };
      for (const { event, data } of parser.push(decoder.decode(value, { stream: true }))) {
        if (!this.#streams.has(stream)) return undefined;
        if (event === "next") stream.follower.next(JSON.parse(data));
        if (event === "complete") return this.#ended(stream);
      }
    }
  }

  #ended(stream: Stream, error?: GatewayError): undefined {
    if (!this.#streams.has(stream)) return;
    this.#remove(stream);
    stream.follower.ended(error?.errors);
    this.#tell();
  }

  /** An answer that is no stream tells why. */
  async #refused(stream: Stream, response: FetchResponse): Promise<Ending | undefined> {
    const result = await readAnswer(response);
    const error = result.kind === "failed" ? result.error : notGraphQL("an answer instead of a stream");
    if (error.errors.length > 0 && error.code !== "UNAUTHENTICATED") return this.#ended(stream, error);
    return { error, againAfterMs: error.retryable ? (error.retryAfterMs ?? 0) : null };
  }

  #patience(stream: Stream, request: AbortController, ms: number): void {
    stream.cancelTimer();
    stream.cancelTimer = this.#options.settings.runtime.after(ms, () => request.abort());
  }

  #lost(stream: Stream, { error, againAfterMs }: Ending): void {
    if (againAfterMs === null) {
      this.#remove(stream);
      stream.follower.lost(error);
      if (this.#streams.size > 0) return this.#tell();
      return this.#options.setState({ transport: "sse", status: "refused", error });
    }
    const neverOpened = stream.state.status === "connecting" && error.code === "GATEWAY_UNREACHABLE";
    if (neverOpened && this.#options.failedToOpen(error)) return undefined;
    const retryInMs = stream.backoff.next(againAfterMs);
    stream.abort = () => undefined;
    stream.cancelTimer = this.#options.settings.runtime.after(retryInMs, () => void this.#connect(stream));
    const { attempts } = stream.backoff;
    return this.#set(stream, { transport: "sse", status: "waiting", attempt: attempts, retryInMs, error });
  }

  #set(stream: Stream, state: ConnectionState): void {
    stream.state = state;
    this.#tell();
  }

  /** Of many streams the one that is worst off. */
  #tell(): void {
    const states = [...this.#streams].map(({ state }) => state);
    const [worst] = ["waiting", "connecting", "connected"].flatMap((one) =>
      states.filter(({ status }) => status === one),
    );
    this.#options.setState(worst ?? { transport: "sse", status: "idle" });
  }
}
