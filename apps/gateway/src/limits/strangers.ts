import type { Socket } from "node:net";
import type { LimitHits } from "./hits.ts";
import type { Limits } from "./limits.ts";
import { networkOf } from "./network.ts";
import { type Leave, takePlace } from "./take-place.ts";

export interface StrangersOptions {
  readonly limits: Pick<Limits, "connectionsPerAddress" | "socketsPerAddress">;
  readonly hits: LimitHits;
  /** Where no key is needed, nobody is a stranger. */
  readonly wantsKey: () => boolean;
  /** Whether many clients come from an address, since it is that of a proxy. */
  readonly isProxy: (address: string) => boolean;
}

/**
 * Those who have not shown a good key yet. Of one address, of IPv6 a /64, only some are let in: nobody can take all places
 * before he is known.
 */
export class Strangers {
  readonly #options: StrangersOptions;
  readonly #connections = new Map<string, number>();
  readonly #sockets = new Map<string, number>();
  /** By the connection's other end: a TLS connection is another object than the one that was accepted. */
  readonly #places = new Map<string, Leave>();

  constructor(options: StrangersOptions) {
    this.#options = options;
  }

  /** A connection that was accepted; one too many is ended without a word. */
  connected(connection: Socket): void {
    const { limits, hits, wantsKey, isProxy } = this.#options;
    const { remoteAddress } = connection;
    if (remoteAddress === undefined || !wantsKey() || isProxy(remoteAddress)) return;
    const leave = takePlace(this.#connections, networkOf(remoteAddress), limits.connectionsPerAddress);
    if (leave === undefined) {
      hits.count("connectionsPerAddress");
      connection.destroy();
      return;
    }
    const end = endOf(connection);
    this.#places.set(end, leave);
    // Another connection may come from the same port before this one is said to be closed.
    connection.once("close", () => {
      leave();
      if (this.#places.get(end) === leave) this.#places.delete(end);
    });
  }

  /** Somebody with a good key asks over this connection. */
  known(connection: Socket): void {
    if (this.#places.size > 0) this.#known(endOf(connection));
  }

  /**
   * A WebSocket that was opened.
   *
   * @param address the client's, also behind a proxy
   * @returns what makes it known, or gives its place back; undefined: it is one too many
   */
  socket(address: string, connection: Socket): Leave | undefined {
    const { limits, hits, wantsKey } = this.#options;
    if (!wantsKey()) return () => this.known(connection);
    const leave = takePlace(this.#sockets, networkOf(address), limits.socketsPerAddress);
    if (leave === undefined) {
      hits.count("socketsPerAddress");
      return undefined;
    }
    return () => {
      leave();
      this.known(connection);
    };
  }

  #known(end: string): void {
    this.#places.get(end)?.();
    this.#places.delete(end);
  }
}

const endOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
