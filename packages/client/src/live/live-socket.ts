import { GatewayError, unreachable } from "../errors.ts";
import type { Payload } from "../request.ts";
import { fieldError, isObject } from "../result.ts";
import type { Socket } from "../runtime.ts";
import { Backoff } from "./backoff.ts";
import { type Ending, endingBy, endingOf } from "./close-codes.ts";
import type { Follower, Transport, TransportOptions } from "./transport.ts";

export const socketLimits = {
  /** From the start to `connection_ack`, in ms. */
  openMs: 10_000,
  /** Without any message until a ping is sent, in ms. */
  quietMs: 20_000,
  /** From that ping to any message, in ms. */
  answerMs: 10_000,
  /** That a socket which nobody uses stays, in ms: a page that goes to another view subscribes again at once. */
  lingerMs: 1000,
} as const;

interface Operation {
  readonly payload: Payload;
  readonly follower: Follower;
}

/** One WebSocket, from its start to its end. */
interface Attempt {
  socket: Socket | undefined;
  isReady: boolean;
  heard: boolean;
  pinged: boolean;
  /** Calls off what the clock would do. */
  cancelTimer: () => void;
}

/** GraphQL over one WebSocket (`graphql-transport-ws`), which comes back with all that is followed when it breaks. */
export class LiveSocket implements Transport {
  readonly #options: TransportOptions;
  readonly #backoff: Backoff;
  readonly #operations = new Map<string, Operation>();
  #lastId = 0;
  #attempt: Attempt | undefined;
  #cancelWait: (() => void) | undefined;
  #cancelLinger: (() => void) | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.settings.runtime);
  }

  follow(payload: Payload, follower: Follower): () => void {
    this.#lastId += 1;
    const id = String(this.#lastId);
    const operation = { payload, follower };
    this.#operations.set(id, operation);
    this.#cancelLinger?.();
    this.#cancelLinger = undefined;
    if (this.#attempt?.isReady === true) this.#begin(this.#attempt, id, operation);
    else if (this.#attempt === undefined && this.#cancelWait === undefined) this.#connect();
    return () => this.#stop(id);
  }

  close(): void {
    this.#operations.clear();
    this.#rest();
  }

  #stop(id: string): void {
    if (!this.#operations.delete(id)) return;
    if (this.#attempt?.isReady === true) this.#send(this.#attempt, { id, type: "complete" });
    this.#lingerIfUnused();
  }

  #lingerIfUnused(): void {
    if (this.#operations.size > 0) return;
    if (this.#attempt === undefined) this.#rest();
    else this.#cancelLinger ??= this.#options.settings.runtime.after(socketLimits.lingerMs, () => this.#rest());
  }

  /** Nothing is followed: nothing is kept open or tried. */
  #rest(): void {
    this.#cancelWait?.();
    this.#cancelLinger?.();
    this.#cancelWait = undefined;
    this.#cancelLinger = undefined;
    if (this.#attempt !== undefined) this.#drop(this.#attempt, 1000);
    this.#options.setState({ transport: "websocket", status: "idle" });
  }

  #connect(): void {
    const { settings, setState } = this.#options;
    const attempt: Attempt = {
      socket: undefined,
      isReady: false,
      heard: false,
      pinged: false,
      cancelTimer: () => undefined,
    };
    this.#attempt = attempt;
    attempt.cancelTimer = settings.runtime.after(socketLimits.openMs, () =>
      this.#lost(attempt, again(`no WebSocket came to stand within ${socketLimits.openMs} ms`)),
    );
    setState({ transport: "websocket", status: "connecting", attempt: this.#backoff.attempts + 1 });
    settings.authorization().then(
      (authorization) => this.#open(attempt, authorization),
      (error: unknown) => this.#lost(attempt, endingBy(error)),
    );
  }

  #open(attempt: Attempt, authorization: string | undefined): void {
    if (attempt !== this.#attempt) return;
    const { url, runtime } = this.#options.settings;
    if (runtime.WebSocket === undefined) return this.#lost(attempt, again("this platform has no WebSocket"));
    try {
      attempt.socket = new runtime.WebSocket(url.replace(/^http/, "ws"), "graphql-transport-ws");
    } catch (cause) {
      // A page's policy may bar it.
      return this.#lost(attempt, { error: unreachable(cause), againAfterMs: 0 });
    }
    const { socket } = attempt;
    socket.addEventListener("open", () => {
      const payload = authorization === undefined ? {} : { payload: { authorization } };
      this.#send(attempt, { type: "connection_init", ...payload });
    });
    socket.addEventListener("message", ({ data }) => this.#received(attempt, data));
    socket.addEventListener("close", ({ code, reason }) => {
      if (attempt !== this.#attempt) return;
      // A code of the gateway's own: WebSockets do reach it.
      if (code >= 4000) this.#options.opened();
      this.#lost(attempt, endingOf(code, reason));
    });
    // The close tells what there is to tell; without a listener Node would throw.
    socket.addEventListener("error", () => undefined);
  }

  #received(attempt: Attempt, data: unknown): void {
    if (attempt !== this.#attempt) return;
    attempt.heard = true;
    const message = messageOf(data);
    const { id, type, payload } = message;
    const operation = typeof id === "string" ? this.#operations.get(id) : undefined;
    switch (type) {
      case "connection_ack":
        return this.#ready(attempt);
      case "ping":
        return this.#send(attempt, { type: "pong" });
      case "pong":
        return undefined;
      case "next":
        return operation?.follower.next(payload);
      case "error":
      case "complete":
        this.#operations.delete(String(id));
        operation?.follower.ended(type === "error" && Array.isArray(payload) ? payload.map(fieldError) : undefined);
        return this.#lingerIfUnused();
      default:
        return this.#lost(attempt, endingOf(4004, "a message that is none of the protocol"));
    }
  }

  #ready(attempt: Attempt): void {
    if (attempt.isReady) return;
    attempt.isReady = true;
    attempt.cancelTimer();
    this.#backoff.connected();
    this.#options.opened();
    this.#options.setState({ transport: "websocket", status: "connected" });
    for (const [id, operation] of this.#operations) this.#begin(attempt, id, operation);
    this.#watch(attempt, socketLimits.quietMs);
  }

  /** A connection may be half open for ever, and nobody be told. */
  #watch(attempt: Attempt, ms: number): void {
    attempt.cancelTimer = this.#options.settings.runtime.after(ms, () => {
      if (attempt.heard) {
        attempt.heard = false;
        attempt.pinged = false;
        return this.#watch(attempt, socketLimits.quietMs);
      }
      if (attempt.pinged) return this.#lost(attempt, again("the gateway fell silent"));
      attempt.pinged = true;
      this.#send(attempt, { type: "ping" });
      return this.#watch(attempt, socketLimits.answerMs);
    });
  }

  #begin(attempt: Attempt, id: string, { payload }: Operation): void {
    this.#send(attempt, { id, type: "subscribe", payload: { query: "", ...payload } });
  }

  #send(attempt: Attempt, message: object): void {
    if (attempt === this.#attempt) attempt.socket?.send(JSON.stringify(message));
  }

  /** Ends the attempt; what its socket still says is not listened to. */
  #drop(attempt: Attempt, code: number): void {
    this.#attempt = undefined;
    attempt.cancelTimer();
    attempt.socket?.close(code);
  }

  #lost(attempt: Attempt, { error, againAfterMs }: Ending): void {
    if (attempt !== this.#attempt) return;
    const { settings, setState, failedToOpen } = this.#options;
    this.#drop(attempt, 1000);
    if (this.#operations.size === 0) return this.#rest();
    if (againAfterMs === null) {
      setState({ transport: "websocket", status: "refused", error });
      const operations = [...this.#operations.values()];
      this.#operations.clear();
      for (const { follower } of operations) follower.lost(error);
      return undefined;
    }
    // A key that can't be had says nothing about the way.
    if (!attempt.isReady && error.code === "GATEWAY_UNREACHABLE" && failedToOpen(error)) return undefined;
    const retryInMs = this.#backoff.next(againAfterMs);
    this.#cancelWait = settings.runtime.after(retryInMs, () => {
      this.#cancelWait = undefined;
      this.#connect();
    });
    return setState({ transport: "websocket", status: "waiting", attempt: this.#backoff.attempts, retryInMs, error });
  }
}

const again = (message: string): Ending => ({
  error: new GatewayError("GATEWAY_UNREACHABLE", message, { retryable: true }),
  againAfterMs: 0,
});

function messageOf(data: unknown): Readonly<Record<string, unknown>> {
  try {
    const message: unknown = JSON.parse(String(data));
    return isObject(message) ? message : {};
  } catch {
    return {};
  }
}
