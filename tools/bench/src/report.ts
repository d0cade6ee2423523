import type { CaseResult, Result } from "./run-case.ts";
import type { Spread } from "./statistics.ts";
import { figure, table } from "./table.ts";
import { judge } from "./targets.ts";

const header = [
  "contestant",
  "ratio",
  "queries/s (min-max)",
  "p50 ms",
  "p99 ms",
  "upstream/query",
  "at once",
  "CPU µs/query",
  "CPU ratio",
];

/** The generator used so much of its core that it, not the server, may have been the limit. */
const generatorLimit = 0.9;

/** All tables, as Markdown that reads well in a terminal. */
export function report(results: readonly CaseResult[]): string {
  return [...results.map(caseTable), targetTable(results)].join("\n\n");
}

function caseTable({ case: { name, title, baseline, latencyMs }, results }: CaseResult): string {
  const base = results.find(({ label }) => label === baseline);
  const device = latencyMs > 0 ? `, ${latencyMs} ms a request, one at a time` : "";
  const rows = results.map((result) => row(result, base));
  const limited = results.filter(({ figures }) => figures.generatorLoad.median >= generatorLimit);
  const note =
    limited.length === 0
      ? ""
      : `\n\nLimited by the load generator's own core, not by the server: ${limited.map(({ label }) => label).join(", ")}. Compare CPU a query.`;
  return `## ${name}: ${title}${device}\n\n${table(header, rows)}${note}`;
}

function row({ label, figures }: Result, base: Result | undefined): string[] {
  const ratio = (of: (figures: Result["figures"]) => Spread, inverse = false): string => {
    if (base === undefined) return "-";
    const [ours, theirs] = [of(figures).median, of(base.figures).median];
    return `${figure(inverse ? theirs / ours : ours / theirs)} ×`;
  };
  const { queriesPerSecond: rate, maxConcurrent, upstreamPerQuery } = figures;
  return [
    label,
    ratio((of) => of.queriesPerSecond),
    `${figure(rate.median)} (${figure(rate.min)}-${figure(rate.max)})`,
    figure(figures.p50Ms.median),
    figure(figures.p99Ms.median),
    figure(upstreamPerQuery.median),
    figure(maxConcurrent.max),
    figure(figures.cpuPerQueryUs.median),
    ratio((of) => of.cpuPerQueryUs, true),
  ];
}

function targetTable(results: readonly CaseResult[]): string {
  return `## Targets\n\n${table(["case", "target", "measured", ""], judge(results), 2)}`;
}
