import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Refusals } from "../limits/refusals.ts";
import { clientAddress, type TrustProxy } from "./client-address.ts";

/** Has whoever is refused again and again wait for being told so. Undefined: he may be told at once. */
export type Hold = (request: IncomingMessage) => Promise<void> | undefined;

/** Holds requests until they may be refused, or their client is gone. */
export function createHold(refusals: Refusals, trustProxy: () => TrustProxy): Hold {
  // One for all requests of a connection: a client may send many before it hears of one.
  const signals = new WeakMap<Socket, AbortSignal>();
  const goneOf = (socket: Socket): AbortSignal => {
    const known = signals.get(socket);
    if (known !== undefined) return known;
    const gone = new AbortController();
    if (socket.destroyed) gone.abort();
    else socket.once("close", () => gone.abort());
    signals.set(socket, gone.signal);
    return gone.signal;
  };
  return (request) => {
    const { socket } = request;
    const drop = () => void socket.destroy();
    return refusals.hold(clientAddress(request, trustProxy()), { gone: goneOf(socket), drop });
  };
}
