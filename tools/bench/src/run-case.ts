import type { Case } from "./cases.ts";
import { type Measurement, measure, type Setup } from "./measure.ts";
import { type Spread, spread } from "./statistics.ts";

export interface Result {
  readonly label: string;
  readonly figures: { readonly [Name in keyof Measurement]: Spread };
}

export interface CaseResult {
  readonly case: Case;
  readonly results: readonly Result[];
}

/** All contestants in turn, and that several times over: what disturbs the machine disturbs all of them. */
export async function runCase(one: Case, setup: Setup, say: (line: string) => void): Promise<CaseResult> {
  const measured = one.contestants.map((): Measurement[] => []);
  for (let round = 1; round <= setup.pace.rounds; round++) {
    for (const [index, contestant] of one.contestants.entries()) {
      say(`${one.name}, round ${round} of ${setup.pace.rounds}: ${contestant.label}`);
      measured[index]?.push(await measure(one, contestant, setup));
    }
  }
  const results = one.contestants.map(({ label }, index) => ({ label, figures: spreads(measured[index] ?? []) }));
  return { case: one, results };
}

function spreads(rounds: readonly Measurement[]): Result["figures"] {
  const of = (name: keyof Measurement): Spread => spread(rounds.map((round) => round[name]));
  return {
    queriesPerSecond: of("queriesPerSecond"),
    p50Ms: of("p50Ms"),
    p99Ms: of("p99Ms"),
    upstreamPerQuery: of("upstreamPerQuery"),
    maxConcurrent: of("maxConcurrent"),
    cpuPerQueryUs: of("cpuPerQueryUs"),
    generatorLoad: of("generatorLoad"),
  };
}
