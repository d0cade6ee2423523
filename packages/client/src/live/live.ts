import type { GatewayError } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { Payload } from "../request.ts";
import { Backoff } from "./backoff.ts";
import { ConnectionCell, type ConnectionState, type Pause } from "./connection-state.ts";
import { LiveSocket } from "./live-socket.ts";
import { ServerSentEvents } from "./server-sent-events.ts";
import type { Follower, Transport, TransportOptions } from "./transport.ts";

type Way = "websocket" | "sse";

interface Followed {
  readonly payload: Payload;
  readonly follower: Follower;
  stop: (() => void) | undefined;
  /** Set until it is followed again. */
  pause: Pause | undefined;
}

/**
 * All live values of a client, by the way that works. Until one did, a way that does not open is followed by the other; the
 * first that opens is kept for the client's life.
 */
export class Live implements Transport {
  readonly connection: ConnectionCell;
  readonly #settings: Settings;
  readonly #backoff: Backoff;
  readonly #followed = new Set<Followed>();
  #way: Way;
  #isSettled: boolean;
  #transport: Transport;
  /** As the transport told it last. */
  #state: ConnectionState;
  #cancelWait: (() => void) | undefined;

  constructor(settings: Settings) {
    const { transport, runtime } = settings;
    this.#settings = settings;
    this.#backoff = new Backoff(runtime);
    this.#way = transport === "auto" ? (runtime.WebSocket === undefined ? "sse" : "websocket") : transport;
    this.#isSettled = transport !== "auto" || runtime.WebSocket === undefined;
    this.#state = { transport: this.#way, status: "idle" };
    this.connection = new ConnectionCell(this.#state);
    this.#transport = this.#make(this.#way);
  }

  /** @param pause before it is followed; the state tells it where nothing else is */
  follow(payload: Payload, follower: Follower, pause?: Pause): () => void {
    const followed: Followed = {
      payload,
      follower: this.#until(follower, () => this.#followed.delete(followed)),
      stop: undefined,
      pause,
    };
    this.#followed.add(followed);
    if (pause === undefined) this.#begin(followed);
    else {
      followed.stop = this.#settings.runtime.after(pause.retryInMs, () => {
        followed.pause = undefined;
        followed.stop = undefined;
        this.#begin(followed);
        this.#tell();
      });
      this.#tell();
    }
    return () => {
      this.#followed.delete(followed);
      followed.stop?.();
      if (this.#followed.size === 0 && this.#cancelWait !== undefined) this.#stopWaiting();
      this.#tell();
    };
  }

  close(): void {
    for (const { stop } of this.#followed) stop?.();
    this.#followed.clear();
    this.#cancelWait?.();
    this.#transport.close();
    this.connection.set({ transport: this.#way, status: "closed" });
  }

  #begin(followed: Followed): void {
    if (this.#cancelWait !== undefined || followed.pause !== undefined) return;
    const stop = this.#transport.follow(followed.payload, followed.follower);
    if (this.#followed.has(followed)) followed.stop = stop;
  }

  #until({ next, ended, lost }: Follower, forget: () => void): Follower {
    return {
      next,
      ended: (errors) => {
        forget();
        ended(errors);
      },
      lost: (error) => {
        forget();
        lost(error);
      },
    };
  }

  #make(way: Way): Transport {
    const options: TransportOptions = {
      settings: this.#settings,
      setState: (state) => {
        if (this.#way === way) this.#tell(state);
      },
      opened: () => {
        this.#isSettled = true;
      },
      failedToOpen: (error) => this.#failedToOpen(way, error),
    };
    return way === "websocket" ? new LiveSocket(options) : new ServerSentEvents(options);
  }

  #failedToOpen(way: Way, error: GatewayError): boolean {
    if (this.#isSettled || this.#way !== way) return false;
    this.#way = way === "websocket" ? "sse" : "websocket";
    const { runtime } = this.#settings;
    this.#transport.close();
    this.#transport = this.#make(this.#way);
    // Both failed: it is not the way.
    if (this.#way === "sse") this.#beginAll();
    else {
      const retryInMs = this.#backoff.next();
      this.#cancelWait = runtime.after(retryInMs, () => {
        this.#cancelWait = undefined;
        this.#beginAll();
      });
      this.#tell({ transport: this.#way, status: "waiting", attempt: this.#backoff.attempts, retryInMs, error });
    }
    return true;
  }

  #beginAll(): void {
    for (const followed of this.#followed) this.#begin(followed);
  }

  #stopWaiting(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    this.#tell({ transport: this.#way, status: "idle" });
  }

  /** A transport is idle also where all that it had is to be followed again later. */
  #tell(state = this.#state): void {
    this.#state = state;
    const [pause] = [...this.#followed].flatMap((followed) => followed.pause ?? []);
    const told = this.connection.get();
    if (state.status !== "idle" || pause === undefined) this.connection.set(state);
    else if (told.status !== "waiting" || told.error !== pause.error) {
      this.connection.set({ transport: this.#way, status: "waiting", ...pause });
    }
  }
}
