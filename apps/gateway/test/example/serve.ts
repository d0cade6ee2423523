import type { Fleet } from "@plenticore/core";
import type { JwtConfig } from "../../src/auth/jwt/options.ts";
import { type FleetChanges, unchangeable } from "../../src/config/running.ts";
import {
  defaultExpose,
  type Expose,
  type GatewayConfig,
  type KeyConfig,
  type ListenConfig,
  noPersistedDocuments,
  type SecretPlaces,
} from "../../src/config/types.ts";
import { defaultLimits, type Limits } from "../../src/limits/limits.ts";
import { createLogger } from "../../src/log.ts";
import type { PersistedDocumentsConfig } from "../../src/operations/persisted-documents.ts";
import { startGateway } from "../../src/server/start.ts";
import type { Tracing } from "../../src/tracing/tracing.ts";

export interface ServedOptions {
  readonly keys?: readonly KeyConfig[];
  readonly jwt?: JwtConfig;
  /** Wall clock, in ms since epoch: tokens expire by it. */
  readonly now?: () => number;
  readonly listen?: Partial<ListenConfig>;
  readonly readOnly?: boolean;
  readonly secretPlaces?: SecretPlaces;
  readonly changes?: FleetChanges;
  readonly limits?: Partial<Limits>;
  /** Default: all of it without keys, nothing with them. */
  readonly expose?: Partial<Expose>;
  /** Monotonic, in ms. Default: the system's. */
  readonly monotonic?: () => number;
  readonly persistedDocuments?: PersistedDocumentsConfig;
  readonly shortcut?: boolean;
  readonly tracing?: Tracing;
}

/** A gateway on a free port of 127.0.0.1 in front of a fleet. */
export async function serve(
  fleet: Fleet,
  {
    keys,
    jwt,
    now = Date.now,
    listen,
    readOnly = false,
    secretPlaces = new Map(),
    changes = unchangeable(fleet, "this test's is in no file"),
    limits,
    expose,
    monotonic,
    persistedDocuments = noPersistedDocuments,
    shortcut = true,
    tracing,
  }: ServedOptions = {},
) {
  const logLines: string[] = [];
  const config: GatewayConfig = {
    listen: { host: "127.0.0.1", port: 0, tls: undefined, corsOrigins: [], trustProxy: false, ...listen },
    keys,
    jwt,
    fleet: { readOnly, plants: [] },
    secretPlaces,
    limits: { ...defaultLimits, ...limits },
    expose: { ...defaultExpose(keys === undefined && jwt === undefined), ...expose },
    persistedDocuments,
    fastestPaceSeconds: 1,
  };
  const log = createLogger({ level: "debug", write: (line) => logLines.push(line), now: () => 0 });
  const gateway = await startGateway({
    ...{ config, fleet, changes, log, shortcut, tracing, wallClock: now },
    ...(monotonic && { monotonic }),
  });
  return {
    url: gateway.url,
    gateway,
    config,
    /** Everything that was logged, as text. */
    log: () => logLines.join(""),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
}
