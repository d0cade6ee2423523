import type { FieldError, GatewayError } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { Payload } from "../request.ts";
import type { ConnectionState } from "./connection-state.ts";

/** Who follows one operation. */
export interface Follower {
  /** A result, as it came. */
  readonly next: (answer: unknown) => void;
  /** The gateway ended it: with nothing left to come, or with the errors why. */
  readonly ended: (errors?: readonly FieldError[]) => void;
  /** No transport brings anything any more. */
  readonly lost: (error: GatewayError) => void;
}

/** A way for live values: keeps what is followed over breaks of the connection. */
export interface Transport {
  /** What it returns ends it, and tells the gateway so. */
  follow(payload: Payload, follower: Follower): () => void;
  /** Ends all without a word to the followers. */
  close(): void;
}

export interface TransportOptions {
  readonly settings: Settings;
  readonly setState: (state: ConnectionState) => void;
  /** A connection stands. */
  readonly opened: () => void;
  /** None came to stand. True: somebody else takes over all that is followed, and the transport is closed. */
  readonly failedToOpen: (error: GatewayError) => boolean;
}
