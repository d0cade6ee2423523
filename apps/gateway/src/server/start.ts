import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { isNativeError } from "node:util/types";
import { type Fleet, PlenticoreError } from "@plenticore/core";
import { Registry } from "prom-client";
import { createAudit } from "../audit.ts";
import { type Admission, Authenticator } from "../auth/authenticate.ts";
import { isLoopback } from "../auth/loopback.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { FleetChanges } from "../config/running.ts";
import type { GatewayConfig, ListenConfig } from "../config/types.ts";
import { toPlainError } from "../errors.ts";
import { Cohorts } from "../live/cohorts.ts";
import { type LiveCounts, Places } from "../live/limits.ts";
import type { Logger } from "../log.ts";
import { createRecordOperation } from "../metrics/operations.ts";
import type { Context } from "../schema/index.ts";
import { createLogDataRoute } from "./log-data.ts";
import { createMetricsRoute } from "./metrics.ts";
import { Operations } from "../operations/operations.ts";
import { createRoutes } from "./routes.ts";
import { createUpgrade } from "./upgrade.ts";
import { LiveStreams } from "./use-live-streams.ts";
import { WebSocketTransport } from "./websocket.ts";
import { createGraphQL } from "./yoga.ts";

export interface GatewayOptions {
  readonly config: GatewayConfig;
  readonly fleet: Fleet;
  /** What the fleet's mutations call. */
  readonly changes: FleetChanges;
  readonly log: Logger;
}

export interface Gateway {
  /** Where it listens, like `http://127.0.0.1:4000`. */
  readonly url: string;
  /** How many requests are being answered. */
  readonly inFlight: number;
  /** Who listens to live values, and what was refused. */
  readonly live: Readonly<LiveCounts>;
  /** Takes over other keys, origins and places of secrets; the fleet and the address to listen on are not its own. */
  reconfigure(config: GatewayConfig): void;
  /** Takes no more connections. Resolves when the last request is answered. */
  drain(): Promise<void>;
  /** Drops what is left. */
  close(): Promise<void>;
}

/**
 * The gateway on its address. The fleet stays the caller's: to start before, to close after.
 *
 * @throws PlenticoreError CONFIGURATION_INVALID where the address can't be listened on
 */
export async function startGateway({ config: first, fleet, changes, log }: GatewayOptions): Promise<Gateway> {
  const { listen, limits } = first;
  let config = first;
  let draining = false;
  const authenticator = new Authenticator(fleet, admissionOf(config));
  const { authenticate } = authenticator;
  const audit = createAudit(log.named("audit"));
  const onInternal = (original: unknown) => log.error("a mistake of the gateway", () => describeOriginal(original));
  const maskErrors = (errors: readonly unknown[]) => errors.map((error) => toPlainError(error, onInternal));
  const operations = new Operations({ onInternal });
  const now = () => performance.now();
  const operationMetrics = new Registry();
  const record = createRecordOperation(operationMetrics);
  const cohorts = new Cohorts({ maskErrors, now });
  const places = new Places(limits);
  const live = {
    operations,
    cohorts,
    limits,
    places,
    isCurrent: (viewer: Viewer) => authenticator.isCurrent(viewer),
    maskErrors,
    now,
  };
  const contextOf = (viewer: Viewer, signal: AbortSignal): Context => ({
    viewer,
    signal,
    audit,
    secretPlaces: config.secretPlaces,
    changes,
  });
  const liveStreams = new LiveStreams(live);
  const webSockets = new WebSocketTransport({ ...live, authenticate, contextOf, record, log: log.named("websocket") });
  const graphql = createGraphQL({
    authenticate,
    config: () => config,
    contextOf,
    operations,
    liveStreams,
    onInternal,
    log,
    metrics: { record, now },
  });
  const server = openServer(listen);
  const requests = new Requests(server);
  const admission = { authenticate, trustProxy: () => config.listen.trustProxy, log: log.named("auth") };
  server.on(
    "request",
    createRoutes({
      graphql,
      logData: createLogDataRoute({ ...admission, corsOrigins: () => config.listen.corsOrigins }),
      metrics: createMetricsRoute({
        ...admission,
        operations: operationMetrics,
        figures: () => ({
          inFlight: requests.count,
          live: places.counts,
          cohorts: cohorts.size,
          limitHits: [places.counts.limitHits, { messagesPer10s: places.counts.floodClosed }],
        }),
      }),
      graphiql: isLoopback(listen.host),
      loopbackNamesOnly: () => !authenticator.wantsKey,
      ready: () => !draining,
      log: log.named("http"),
    }),
  );
  server.on(
    "upgrade",
    createUpgrade({
      webSockets,
      corsOrigins: () => config.listen.corsOrigins,
      loopbackNamesOnly: () => !authenticator.wantsKey,
      ready: () => !draining,
    }),
  );
  const port = await bind(server, listen);
  const url = `${listen.tls ? "https" : "http"}://${addressInUrl(listen.host)}:${port}`;
  log.info("listening", { url });
  return {
    url,
    get inFlight() {
      return requests.count;
    },
    live: places.counts,
    reconfigure: (next) => {
      config = next;
      authenticator.update(admissionOf(next));
      webSockets.recheck();
      liveStreams.recheck();
    },
    drain: async () => {
      draining = true;
      server.close();
      liveStreams.close();
      await Promise.all([webSockets.close(), requests.none()]);
    },
    close: async () => {
      server.closeAllConnections();
      await graphql.dispose();
    },
  };
}

function describeOriginal(original: unknown): Record<string, unknown> {
  if (!(original instanceof Error)) return { error: typeof original };
  return { error: original.message, stack: original.stack };
}

const admissionOf = ({ keys, fleet: { readOnly } }: GatewayConfig): Admission => ({ keys, readOnly });

/** The requests that are being answered. */
class Requests {
  count = 0;
  readonly #none: (() => void)[] = [];

  constructor(server: Server) {
    server.on("request", (_request, response) => {
      this.count += 1;
      response.once("close", () => {
        this.count -= 1;
        if (this.count === 0) for (const resolve of this.#none.splice(0)) resolve();
      });
    });
  }

  none(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.#none.push(resolve));
  }
}

function openServer({ tls }: ListenConfig): Server {
  if (tls === undefined) return createServer();
  try {
    return createTlsServer(tls);
  } catch (error) {
    throw new PlenticoreError("CONFIGURATION_INVALID", "listen.tls: the files hold no usable certificate and key", {
      cause: error,
    });
  }
}

async function bind(server: Server, { host, port }: ListenConfig): Promise<number> {
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
function addressInUrl(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
