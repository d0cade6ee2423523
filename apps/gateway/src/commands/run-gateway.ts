import type { Fleet } from "@plenticore/core";
import type { FleetChanges } from "../config/running.ts";
import type { GatewayConfig } from "../config/types.ts";
import type { Logger } from "../log.ts";
import { type Gateway, startGateway } from "../server/start.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { type ShutdownStep, shutDown, untilSignal } from "./shutdown.ts";

/** How long requests in flight may take to end. */
const drainMs = 3000;
/** How long sending the last traces may hold up the end. */
const tracesMs = 1000;

export interface RunOptions {
  readonly config: GatewayConfig;
  readonly fleet: Fleet;
  readonly changes: FleetChanges;
  readonly log: Logger;
  readonly tracing: Tracing | undefined;
  /** Called when it listens and the fleet contacts its inverters. */
  readonly started: (gateway: Gateway) => void | Promise<void>;
  /** What else ends, after the gateway and the fleet. */
  readonly after?: readonly ShutdownStep[];
}

/** Serves until SIGINT or SIGTERM, then ends everything in order. @returns the exit status */
export async function runGateway(options: RunOptions): Promise<number> {
  const { config, fleet, changes, log, tracing, started, after = [] } = options;
  const stop = untilSignal();
  const gateway = await startGateway({ config, fleet, changes, log, tracing });
  fleet.start();
  await started(gateway);
  const signal = await stop;
  log.info("closing", { signal, requests: gateway.inFlight });
  const left = await shutDown(
    [
      { name: "requests in flight", run: () => gateway.drain(), patienceMs: drainMs },
      { name: "sessions with the inverters", run: () => fleet.close() },
      { name: "connections of clients", run: () => gateway.close() },
      ...(tracing ? [{ name: "traces", run: () => tracing.close(), patienceMs: tracesMs }] : []),
      ...after,
    ],
    log,
  );
  if (left.length === 0) log.info("closed");
  else log.error("did not end in time", { left });
  return left.length === 0 ? 0 : 1;
}
