import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { hostOfHeader, isLoopback } from "../auth/loopback.ts";
import { refuseConnection } from "./refuse-connection.ts";
import { isGraphQLUpgrade, type WebSocketTransport } from "./websocket.ts";

export interface UpgradeOptions {
  readonly webSockets: WebSocketTransport;
  readonly corsOrigins: () => readonly string[];
  /** As for requests: see RoutesOptions. */
  readonly loopbackNamesOnly: () => boolean;
  readonly ready: () => boolean;
}

/** Who may open a WebSocket: any program, and web pages of the gateway's own or a configured origin, which no browser checks for us. */
export function createUpgrade(options: UpgradeOptions) {
  return (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const { host = "", origin } = request.headers;
    const path = (request.url ?? "/").split("?")[0];
    // Node leaves the errors of an upgraded socket to us; there is nobody to tell.
    stream.on("error", () => stream.destroy());
    if (options.loopbackNamesOnly() && !isLoopback(hostOfHeader(host))) {
      refuseConnection(
        stream,
        403,
        "FORBIDDEN",
        "without keys the gateway answers only to localhost and loopback addresses",
      );
    } else if (origin !== undefined && !isAllowed(origin, host, options.corsOrigins())) {
      refuseConnection(stream, 403, "FORBIDDEN", "pages of this origin may not call: add it to cors.origins");
    } else if (path !== "/graphql") {
      refuseConnection(stream, 404, "NOT_FOUND", "WebSockets are at /graphql");
    } else if (!isGraphQLUpgrade(request)) {
      refuseConnection(stream, 400, "BAD_INPUT", "the subprotocol is graphql-transport-ws");
    } else if (!options.ready()) {
      refuseConnection(stream, 503, "CANCELLED", "the gateway is closing");
    } else {
      options.webSockets.accept(request, stream, head);
    }
  };
}

const isAllowed = (origin: string, host: string, configured: readonly string[]): boolean =>
  configured.includes("*") || configured.includes(origin) || URL.parse(origin)?.host === host;
