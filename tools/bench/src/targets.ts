import type { CaseResult, Result } from "./run-case.ts";
import { figure } from "./table.ts";

/** What DESIGN asks of the figures. */
interface Target {
  readonly case: string;
  readonly wanted: string;
  /** The figure, and whether it is good enough. */
  readonly judge: (ours: Result, of: (label: string) => Result) => { readonly found: string; readonly met: boolean };
}

const atLeast = (least: number, unit: string, found: number) => ({
  found: `${figure(found)} ${unit}`,
  met: found >= least,
});
const atMost = (most: number, unit: string, found: number) => ({
  found: `${figure(found)} ${unit}`,
  met: found <= most,
});
/** Work for CPU time: how many times as many queries the same core could answer. */
const thrift = (ours: Result, other: Result): number =>
  other.figures.cpuPerQueryUs.median / ours.figures.cpuPerQueryUs.median;

export const targets: readonly Target[] = [
  {
    case: "1x10",
    wanted: "at least 500 × the bare Yoga's queries a second",
    judge: (ours, of) =>
      atLeast(500, "×", ours.figures.queriesPerSecond.median / of("bare Yoga").figures.queriesPerSecond.median),
  },
  { case: "1x10", wanted: "p99 at most 30 ms", judge: (ours) => atMost(30, "ms", ours.figures.p99Ms.median) },
  ...["1x10", "10x20", "10-fields"].map((name) => ({
    case: name,
    wanted: "never two requests at once to one inverter",
    judge: (ours: Result) => atMost(1, "at once", ours.figures.maxConcurrent.max),
  })),
  {
    case: "10-fields",
    wanted: "at most one POST /processdata a query and inverter",
    judge: (ours) => atMost(1, "a query", ours.figures.upstreamPerQuery.max),
  },
  {
    case: "snapshot",
    wanted: "at least 0.6 of hello, by CPU a query",
    judge: (ours, of) => atLeast(0.6, "×", thrift(ours, of("node:http hello"))),
  },
  {
    case: "snapshot",
    wanted: "at least 2 × Mercurius + jit, by CPU a query",
    judge: (ours, of) => atLeast(2, "×", thrift(ours, of("Mercurius + jit"))),
  },
  {
    case: "snapshot",
    wanted: "at least 8 × the bare Yoga, by CPU a query",
    judge: (ours, of) => atLeast(8, "×", thrift(ours, of("bare Yoga"))),
  },
];

/** Rows for a table: case, target, figure, whether it is met. Ours is the first of a case. */
export function judge(all: readonly CaseResult[]): string[][] {
  return all.flatMap(({ case: { name }, results }) => {
    const of = (label: string): Result => {
      const found = results.find((result) => result.label === label);
      if (found === undefined) throw new Error(`${name} has no ${label}`);
      return found;
    };
    const ours = results[0];
    if (ours === undefined) return [];
    return targets
      .filter((target) => target.case === name)
      .map((target) => {
        const { found, met } = target.judge(ours, of);
        return [name, target.wanted, found, met ? "met" : "missed"];
      });
  });
}
