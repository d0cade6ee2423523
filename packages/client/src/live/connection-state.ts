import type { GatewayError } from "../errors.ts";

/** Why something is followed later only. */
export interface Pause {
  readonly attempt: number;
  readonly retryInMs: number;
  readonly error: GatewayError;
}

/**
 * How live values come at present. idle: nobody subscribes. waiting: the connection broke, the next attempt is after
 * `retryInMs`. refused: the key is no good, or the protocol; nothing is tried until somebody subscribes again.
 */
export type ConnectionState = { readonly transport: "websocket" | "sse" } & (
  | { readonly status: "idle" | "closed" }
  | { readonly status: "connecting"; readonly attempt: number }
  | { readonly status: "connected" }
  | ({ readonly status: "waiting" } & Pause)
  | { readonly status: "refused"; readonly error: GatewayError }
);

/** The state, for whoever watches: `get` and `subscribe` are what React's `useSyncExternalStore` takes. */
export interface Connection {
  /** The same object until it changes. */
  readonly get: () => ConnectionState;
  /** Calls at each change, until what it returns is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** The state, for whoever changes it. */
export class ConnectionCell implements Connection {
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState;

  constructor(state: ConnectionState) {
    this.#state = state;
  }

  readonly get = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  set(state: ConnectionState): void {
    const { status, transport } = this.#state;
    if (status === "closed" || this.#state === state) return;
    if (status === "idle" && state.status === "idle" && transport === state.transport) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
