import { collectDefaultMetrics, Registry } from "prom-client";

/** Gauges whose names end like counters', which `promtool check metrics` rightly finds wrong. */
const misnamed = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"];

let registry: Registry | undefined;

/** Node's own figures: CPU, memory, heap, event loop, garbage collection. Watched from the first time on that somebody asks. */
export function processMetrics(): Registry {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
    for (const name of misnamed) registry.removeSingleMetric(name);
  }
  return registry;
}
