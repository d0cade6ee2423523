import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer, Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { isNativeError } from "node:util/types";
import { PlenticoreError } from "@plenticore/core";
import type { ListenConfig } from "../config/types.ts";
import type { LimitHits } from "../limits/hits.ts";
import type { Limits } from "../limits/limits.ts";
import type { Strangers } from "../limits/strangers.ts";
import { refuseConnection } from "./refuse-connection.ts";

/** How often late requests are looked for, in ms: a limit is exceeded by so much at most. */
const checkEveryMs = 500;

/** An HTTP server on which nobody holds a place by being slow. */
export function openServer(
  { tls }: Pick<ListenConfig, "tls">,
  limits: Limits,
  hits: LimitHits,
  strangers: Strangers,
): Server {
  const headersTimeout = limits.headersSeconds * 1000;
  const options: ServerOptions = {
    headersTimeout,
    requestTimeout: Math.max(limits.requestSeconds * 1000, headersTimeout),
    connectionsCheckingInterval: checkEveryMs,
    // Who offers another protocol, as Java's client does HTTP/2, is answered in this one.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
  };
  const server =
    tls === undefined
      ? createServer(options)
      : createTlsServer({ ...secureContextOf(tls), ...options, handshakeTimeout: headersTimeout });
  server.maxConnections = limits.connections + limits.sockets;
  server.on("connection", (connection: Socket) => strangers.connected(connection));
  server.on("drop", () => hits.count("connections"));
  server.on("clientError", (error, stream) => refuseMalformed(error, stream, hits));
  return server;
}

/** Shows another certificate to who connects from now on, where one is shown at all. */
export function renewCertificate(server: Server, { tls }: Pick<ListenConfig, "tls">): void {
  if (tls !== undefined && server instanceof TlsServer) server.setSecureContext(secureContextOf(tls));
}

const secureContextOf = ({ cert, key }: NonNullable<ListenConfig["tls"]>) => ({ cert, key: key.reveal() });

/** What Node could not make a request of. */
function refuseMalformed(error: Error, stream: Duplex, hits: LimitHits): void {
  const code = "code" in error ? error.code : undefined;
  // Before the handshake is over there is nobody to tell.
  if (code === "ERR_TLS_HANDSHAKE_TIMEOUT") hits.count("headersSeconds");
  if (code === "ECONNRESET" || isOfTls(code) || !stream.writable) return void stream.destroy();
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    // Node does not tell which of the two it was.
    hits.count("requestSeconds");
    refuseConnection(
      stream,
      408,
      "LIMIT_EXCEEDED",
      "limits.headersSeconds or requestSeconds: the request took too long",
    );
  } else if (code === "HPE_HEADER_OVERFLOW") {
    refuseConnection(stream, 431, "LIMIT_EXCEEDED", "the request's headers are too large");
  } else {
    refuseConnection(stream, 400, "BAD_INPUT", "this is no HTTP request");
  }
}

const isOfTls = (code: unknown): boolean => typeof code === "string" && /^ERR_(?:TLS|SSL)_/.test(code);

/** @throws PlenticoreError CONFIGURATION_INVALID where the address can't be listened on */
export async function bind(server: Server, { host, port }: ListenConfig): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen({ host, port }, resolve);
  try {
    await promise;
  } catch (error) {
    throw new PlenticoreError("CONFIGURATION_INVALID", `can't listen on ${host}:${port}: ${describe(error)}`, {
      cause: error,
    });
  }
  server.off("error", reject);
  return (server.address() as AddressInfo).port;
}

const listenErrors: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there; choose another with --port or listen.port",
  EACCES: "this user may not listen there; choose a port above 1023",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such host",
};

function describe(error: unknown): string {
  const code = isNativeError(error) && "code" in error ? String(error.code) : "unknown error";
  return listenErrors[code] ?? code;
}

/** As a browser can open it: a wildcard address is no destination. */
export function addressInUrl(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
