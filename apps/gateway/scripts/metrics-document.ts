import { writeFileSync } from "node:fs";
import { Registry } from "prom-client";
import { buildInfo, gatewayFamilies } from "../src/metrics/gateway.ts";
import { inverterFigureFamilies } from "../src/metrics/inverter-figures.ts";
import { inverterValueFamilies } from "../src/metrics/inverter-values.ts";
import { createRecordOperation } from "../src/metrics/operations.ts";
import { printMarkdownTable } from "./markdown-table.ts";

export const metricsDocumentUrl = new URL("../../../docs/metrics.md", import.meta.url);

interface Described {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

function operationMetrics(): Described[] {
  const registry = new Registry();
  createRecordOperation(registry);
  const labels: Readonly<Record<string, readonly string[]>> = {
    plenticore_gateway_operations_total: ["type", "code"],
    plenticore_gateway_operation_duration_seconds: ["type"],
  };
  return registry
    .getMetricsAsArray()
    .map(({ name, help, type }) => ({ name, help, type: String(type), labels: labels[name] ?? [] }));
}

const table = (metrics: readonly Described[]): string =>
  printMarkdownTable(
    ["Metric", "Type", "Labels", "What it tells"],
    metrics.map(({ name, type, labels, help }) => [`\`${name}\``, type, labels.join(", "), help]),
  );

/** `docs/metrics.md`: every metric of our own, printed as the formatter likes it. */
export const printMetrics = (): string => `# Metrics

\`GET /metrics\` in Prometheus' text format; \`promtool check metrics\` has nothing to say about it. With keys configured a scrape
needs one (\`VIEWER\` is enough), and a key of some plants sees their inverters only, and of the gateway its
build alone; without keys it answers on loopback, as \`/graphql\` does. How to scrape, the board and the alerts: [operate.md](operate.md).

- Values are read as a query with \`maxAge: 15\` reads them: one merged request an inverter, none where somebody has just asked.
  An inverter that has not answered after 2 s is left out of this scrape; its answer serves the next one.
- What is not known has no sample, and is never 0: an inverter that is away, a house without a meter, a device without a battery.
- Base units, as Prometheus has them: energies are joules (3.6e6 J are 1 kWh), percents are ratios of 1. \`*_total\` counters of
  energy and cycles are the device's own and outlive a restart of the gateway; its counters begin at 0.
- What is fed into the grid the device does not count; it is
  \`solar - home_from_solar - home_from_battery\` of \`plenticore_energy_joules_total\`.
- Labels are few by design: no names of operations, documents or keys.

## Gateway

${table([...operationMetrics(), buildInfo, ...gatewayFamilies])}

Besides, \`process_*\` and \`nodejs_*\` of [prom-client](https://github.com/siimon/prom-client): CPU, memory, heap, event loop lag,
garbage collection, file descriptors.

## How the gateway gets on with each inverter

${table(inverterFigureFamilies)}

## What the inverters measure

${table(inverterValueFamilies)}

Printed from \`apps/gateway/src/metrics\` by \`node apps/gateway/scripts/metrics-document.ts\`.
`;

if (import.meta.main) writeFileSync(metricsDocumentUrl, printMetrics());
