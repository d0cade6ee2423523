import type { IncomingMessage, ServerResponse } from "node:http";
import { isPlenticoreError } from "@plenticore/core";
import { Registry } from "prom-client";
import type { Viewer } from "../auth/viewer.ts";
import { fill } from "../metrics/families.ts";
import { buildInfo, type GatewayFigures, gatewayFamilies } from "../metrics/gateway.ts";
import { inverterFigureFamilies } from "../metrics/inverter-figures.ts";
import { inverterValueFamilies, readValues } from "../metrics/inverter-values.ts";
import { processMetrics } from "../metrics/process.ts";
import type { Admit } from "./admission.ts";
import { refuseFor, send } from "./respond.ts";

export interface MetricsRouteOptions {
  readonly admit: Admit;
  /** What is counted while operations run. */
  readonly operations: Registry;
  readonly figures: () => GatewayFigures;
}

/** An inverter that takes longer is left out of this scrape: one must not delay what the others tell. */
const patienceMs = 2000;

/**
 * `GET /metrics` in Prometheus' text format, of the inverters that the caller may see. What the gateway does for all is told
 * to who may see all: counts of others' requests and refusals are nothing for a tenant.
 */
export const createMetricsRoute =
  (options: MetricsRouteOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const viewer = await options.admit(request);
      send(response, 200, "text/plain; version=0.0.4", await scrape(viewer, options));
    } catch (error) {
      if (!isPlenticoreError(error)) throw error;
      refuseFor(response, error.code === "LIMIT_EXCEEDED" ? 429 : 401, error);
    }
  };

async function scrape({ fleet, isLimited }: Viewer, { operations, figures }: MetricsRouteOptions): Promise<string> {
  const patience = AbortSignal.timeout(patienceMs);
  const inverters = fleet.plants.flatMap((plant) =>
    plant.inverters.map((inverter) => ({ inverter, plantId: plant.id })),
  );
  const values = await Promise.all(inverters.map(({ inverter }) => readValues(inverter, patience)));
  const registry = new Registry();
  fill(registry, [buildInfo], [undefined]);
  if (!isLimited) fill(registry, gatewayFamilies, [figures()]);
  fill(registry, inverterFigureFamilies, inverters);
  fill(registry, inverterValueFamilies, values);
  const registries = isLimited ? [registry] : [operations, registry, processMetrics()];
  const texts = await Promise.all(registries.map((one) => one.metrics()));
  return texts.filter((text) => text.trim() !== "").join("\n");
}
