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
export function createForeignRequests(options: ForeignRequestsOptions): ForeignRequests {
  const { wantsKey, listenHost, corsOrigins } = options;
  // Mostly the same client, who says the same each time.
  let good = "localhost";
  return (request) => {
    if (!wantsKey()) {
      const { host = "" } = request.headers;
      if (host !== good && isOwnName(hostOfHeader(host), listenHost)) good = host;
      if (host !== good) {
        return isLoopback(listenHost)
          ? "without keys the gateway answers only to localhost and loopback addresses"
          : "without keys the gateway answers only to addresses and to names of the local network";
      }
    }
    return isOfOthers(request, corsOrigins()) ? "pages of this origin may not call: add it to cors.origins" : undefined;
  };
}

/** Whether nobody on the internet can give the gateway this name. */
const isOwnName = (name: string, listenHost: string): boolean =>
  isLoopback(listenHost) ? isLoopback(name) : isAddress(name) || isLocalName(name) || name === listenHost;

const isAddress = (host: string): boolean => isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0;

/** Programs tell no origin. Browsers do for all but simple GETs; there they tell how the sites are related. */
function isOfOthers({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host = "" } = headers;
  const site = headers["sec-fetch-site"] ?? "none";
  if ((origin === undefined && site === "none") || allowed.includes("*")) return false;
  if (origin !== undefined) return !allowed.includes(origin) && URL.parse(origin)?.host !== host;
  // Somebody who follows a link is no page that calls.
  return site !== "same-origin" && headers["sec-fetch-mode"] !== "navigate";
}
