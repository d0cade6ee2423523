import type { IncomingMessage } from "node:http";
import type { Refusals } from "../limits/refusals.ts";
import { clientAddress, type TrustProxy } from "./client-address.ts";

/** Has whoever is refused again and again wait for being told so. Undefined: he may be told at once. */
export type Hold = (request: IncomingMessage) => Promise<void> | undefined;

/** Holds requests until they may be refused, or their client is gone. */
export const createHold =
  (refusals: Refusals, trustProxy: () => TrustProxy): Hold =>
  (request) => {
    const gone = new AbortController();
    const held = refusals.hold(clientAddress(request, trustProxy()), gone.signal);
    if (held === undefined) return undefined;
    const leave = () => gone.abort();
    request.socket.once("close", leave);
    return held.finally(() => request.socket.off("close", leave));
  };
