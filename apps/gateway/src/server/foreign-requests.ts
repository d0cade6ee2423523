import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { isLocalName } from "../auth/local-network.ts";
import { hostOfHeader, isLoopback } from "../auth/loopback.ts";

export interface ForeignRequestsOptions {
  /** Whether a key is needed. Without keys every caller is ADMIN, so that a foreign name for this machine (DNS rebinding) must be refused. */
  readonly wantsKey: () => boolean;
  /** The address that is listened on. */
  readonly listenHost: string;
  /** Pages of these origins may call. */
  readonly corsOrigins: () => readonly string[];
}

/** Why a request must come from a web page of somebody else; undefined: it does not. */
export type ForeignRequests = (request: IncomingMessage) => string | undefined;

/**
 * Refuses what web pages of others make a browser send, whatever the way: pages may read nothing here by the browser's
 * rules, but only these checks keep them from being answered, also where no browser asks first (WebSocket, GET).
 */
export const createForeignRequests =
  ({ wantsKey, listenHost, corsOrigins }: ForeignRequestsOptions): ForeignRequests =>
  (request) => {
    if (!wantsKey()) {
      const name = hostOfHeader(request.headers.host ?? "");
      if (isLoopback(listenHost)) {
        if (!isLoopback(name)) return "without keys the gateway answers only to localhost and loopback addresses";
      } else if (!isAddress(name) && !isLocalName(name) && name !== listenHost) {
        return "without keys the gateway answers only to addresses and to names of the local network";
      }
    }
    return isOfOthers(request, corsOrigins()) ? "pages of this origin may not call: add it to cors.origins" : undefined;
  };

const isAddress = (host: string): boolean => isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0;

/** Programs tell no origin. Browsers do for all but simple GETs; there they tell how the sites are related. */
function isOfOthers({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host = "" } = headers;
  if (allowed.includes("*")) return false;
  if (origin !== undefined) return !allowed.includes(origin) && URL.parse(origin)?.host !== host;
  const site = headers["sec-fetch-site"] ?? "none";
  // Somebody who follows a link is no page that calls.
  return site !== "none" && site !== "same-origin" && headers["sec-fetch-mode"] !== "navigate";
}
