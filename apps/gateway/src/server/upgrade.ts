import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ForeignRequests } from "./foreign-requests.ts";
import { refuseConnection } from "./refuse-connection.ts";
import { isGraphQLUpgrade, type WebSocketTransport } from "./websocket.ts";

export interface UpgradeOptions {
  readonly webSockets: WebSocketTransport;
  readonly foreign: ForeignRequests;
  readonly ready: () => boolean;
}

/** Who may open a WebSocket: any program, and web pages of the gateway's own or a configured origin, which no browser checks for us. */
export function createUpgrade(options: UpgradeOptions) {
  return (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const path = (request.url ?? "/").split("?")[0];
    // Node leaves the errors of an upgraded socket to us; there is nobody to tell.
    stream.on("error", () => stream.destroy());
    const refusal = options.foreign(request);
    if (refusal !== undefined) {
      refuseConnection(stream, 403, "FORBIDDEN", refusal);
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
