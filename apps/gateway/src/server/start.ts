import type { Fleet } from "@plenticore/core";
import { Registry } from "prom-client";
import { createAudit } from "../audit.ts";
import { type Admission, Authenticator } from "../auth/authenticate.ts";
import { isLoopback } from "../auth/loopback.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { FleetChanges } from "../config/running.ts";
import type { GatewayConfig } from "../config/types.ts";
import { toPlainError } from "../errors.ts";
import { DeviceLogins } from "../limits/device-logins.ts";
import { type LimitCounts, LimitHits } from "../limits/hits.ts";
import { Rates } from "../limits/rates.ts";
import { RefusalLines } from "../limits/refusal-lines.ts";
import { Refusals } from "../limits/refusals.ts";
import { Strangers } from "../limits/strangers.ts";
import { Turns } from "../limits/turns.ts";
import { Cohorts } from "../live/cohorts.ts";
import { type LiveCounts, Places } from "../live/limits.ts";
import type { Logger } from "../log.ts";
import { createRecordOperation } from "../metrics/operations.ts";
import { Operations } from "../operations/operations.ts";
import type { PersistedDocumentCounts, PersistedDocumentsConfig } from "../operations/persisted-documents.ts";
import type { Context } from "../schema/index.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { createAdmission } from "./admission.ts";
import { clientAddress, isProxy } from "./client-address.ts";
import { createDashboardFiles, dashboardDocuments } from "./dashboard.ts";
import { createForeignRequests } from "./foreign-requests.ts";
import { createHold } from "./hold.ts";
import { addressInUrl, bind, openServer, renewCertificate } from "./http-server.ts";
import { createLogDataRoute } from "./log-data.ts";
import { createMetricsRoute } from "./metrics.ts";
import { createObserveOperation } from "./observe-operation.ts";
import { Requests } from "./requests.ts";
import { createRoutes } from "./routes.ts";
import { Shortcut, type ShortcutCounts } from "./shortcut.ts";
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
  /** Whether hot queries go the short way; to compare it with the other. Default: true. */
  readonly shortcut?: boolean;
  /** Whose observer the fleet has. Default: nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** Monotonic, in ms. Default: the system's. */
  readonly monotonic?: () => number;
  /** Wall clock, ms since epoch: tokens expire by it. Default: the system's. */
  readonly wallClock?: () => number;
}

export interface Gateway {
  /** Where it listens, like `http://127.0.0.1:4000`. */
  readonly url: string;
  /** How many requests are being answered. */
  readonly inFlight: number;
  /** Who listens to live values, and what was refused. */
  readonly live: Readonly<LiveCounts>;
  /** How often each limit refused or ended something since the start. */
  readonly limitHits: Readonly<LimitCounts>;
  readonly persistedDocuments: Readonly<PersistedDocumentCounts>;
  /** Queries that were answered the short way. */
  readonly shortcut: Readonly<ShortcutCounts>;
  /** Takes over other keys, origins, certificates, places of secrets and what is exposed; the fleet and the address to listen on are not its own. */
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
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config: first, fleet, changes, log, tracing, shortcut = true } = options;
  const { monotonic: now = () => performance.now(), wallClock = Date.now } = options;
  const { listen, limits, expose } = first;
  const persistedDocuments = expose.dashboard ? withDashboard(first.persistedDocuments) : first.persistedDocuments;
  let config = first;
  let draining = false;
  const authenticator = new Authenticator({
    fleet,
    admission: admissionOf(config),
    now: wallClock,
    log: log.named("auth"),
  });
  const { authenticate } = authenticator;
  const audit = createAudit(log.named("audit"));
  const onInternal = (original: unknown) =>
    log.error("a mistake of the gateway", () => ({
      ...describeOriginal(original),
      ...(tracing?.currentTraceId && { traceId: tracing.currentTraceId }),
    }));
  const maskErrors = (errors: readonly unknown[]) => errors.map((error) => toPlainError(error, onInternal));
  const hits = new LimitHits();
  const rates = new Rates({ limits, hits, now });
  const turns = new Turns({ now, nextRound: setImmediate });
  const refusals = new Refusals({ limits, now });
  const refusalLines = new RefusalLines({ warn: log.named("auth").warn, now });
  const trustProxy = () => config.listen.trustProxy;
  const strangers = new Strangers({
    limits,
    hits,
    wantsKey: () => authenticator.wantsKey,
    isProxy: (address) => isProxy(address, trustProxy()),
  });
  const hold = createHold(refusals, trustProxy);
  const admit = createAdmission({
    authenticate,
    rates,
    turns,
    strangers,
    hold,
    refusalLines,
    trustProxy,
    log: log.named("auth"),
  });
  const logins = new DeviceLogins({ limits, hits, now });
  const operations = new Operations({
    limits,
    hits,
    rates,
    expose: first.expose,
    persistedDocuments,
    fleet,
    onInternal,
  });
  const checkPersisted = () => {
    for (const { id, error } of operations.brokenDocuments())
      log.warn("a persisted document is not valid", { id, error });
  };
  checkPersisted();
  const operationMetrics = new Registry();
  const observe = createObserveOperation({ record: createRecordOperation(operationMetrics), tracing, now });
  const cohorts = new Cohorts({ maskErrors, now });
  const places = new Places(limits, hits);
  const live = {
    operations,
    rates,
    turns,
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
    limits,
    hits,
    logins,
  });
  const liveStreams = new LiveStreams(live);
  const webSockets = new WebSocketTransport({
    ...live,
    authenticate,
    contextOf,
    observe,
    clientOf: (request) => clientAddress(request, trustProxy()),
    refusals,
    refusalLines,
    strangers,
    log: log.named("websocket"),
  });
  const graphql = createGraphQL({
    admit,
    hold,
    config: () => config,
    contextOf,
    operations,
    hits,
    liveStreams,
    onInternal,
    observe,
  });
  const corsOrigins = () => config.listen.corsOrigins;
  const hot = new Shortcut({
    admit,
    contextOf,
    operations,
    limits,
    corsOrigins,
    maskErrors,
    observe,
    otherwise: graphql,
  });
  const foreign = createForeignRequests({
    wantsKey: () => authenticator.wantsKey,
    listenHost: listen.host,
    corsOrigins,
  });
  const warnIfOpen = () => {
    if (!authenticator.wantsKey && !isLoopback(listen.host)) log.always.warn(openToAll, { host: listen.host });
  };
  const server = openServer(listen, limits, hits, strangers);
  const requests = new Requests(server, {
    stallMs: limits.stallSeconds * 1000,
    onSlow: () => places.slowClosed(),
    now,
  });
  server.on(
    "request",
    createRoutes({
      graphql: shortcut ? hot.handle : graphql,
      logData: createLogDataRoute({ admit, isCurrent: live.isCurrent, corsOrigins }),
      metrics: createMetricsRoute({
        admit,
        operations: operationMetrics,
        figures: () => ({
          inFlight: requests.count,
          live: places.counts,
          cohorts: cohorts.size,
          refusals: refusals.counts,
          limitHits: [hits.counts],
        }),
      }),
      graphiql: () => config.expose.graphiql,
      dashboard: expose.dashboard ? createDashboardFiles() : undefined,
      foreign,
      ready: () => !draining,
      log: log.named("http"),
    }),
  );
  server.on(
    "upgrade",
    createUpgrade({
      webSockets,
      foreign,
      ready: () => !draining,
    }),
  );
  const port = await bind(server, listen);
  const url = `${listen.tls ? "https" : "http"}://${addressInUrl(listen.host)}:${port}`;
  log.info("listening", { url });
  warnIfOpen();
  return {
    url,
    get inFlight() {
      return requests.count;
    },
    live: places.counts,
    shortcut: hot.counts,
    limitHits: hits.counts,
    persistedDocuments: operations.persisted.counts,
    reconfigure: (next) => {
      config = next;
      renewCertificate(server, next.listen);
      authenticator.update(admissionOf(next));
      if (operations.expose(next.expose)) checkPersisted();
      webSockets.recheck();
      liveStreams.recheck();
      warnIfOpen();
    },
    drain: async () => {
      draining = true;
      server.close();
      liveStreams.close();
      await Promise.all([webSockets.close(), requests.none()]);
      refusalLines.tell();
    },
    close: async () => {
      server.closeAllConnections();
      await graphql.dispose();
    },
  };
}

/** The dashboard's documents are answered whatever else is persisted. */
const withDashboard = ({ documents, only }: PersistedDocumentsConfig): PersistedDocumentsConfig => ({
  documents: new Map([...documents, ...dashboardDocuments()]),
  only,
});

function describeOriginal(original: unknown): Record<string, unknown> {
  if (!(original instanceof Error)) return { error: typeof original };
  return { error: original.message, stack: original.stack };
}

/** Said at every level of the log. */
const openToAll = "WITHOUT AUTHENTICATION: everybody who reaches this address may read and change everything";

const admissionOf = ({ keys, jwt, fleet: { readOnly } }: GatewayConfig): Admission => ({ keys, jwt, readOnly });
