import type { Case, Contestant } from "./cases.ts";
import type { Load } from "./load/load.ts";
import { clientsOf, type Pace, spanOf } from "./pace.ts";
import type { Servers } from "./servers/servers.ts";
import type { Simulators } from "./servers/simulators.ts";

/** What one contestant did in one round of a case. */
export interface Measurement {
  readonly queriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** `POST /processdata` at all devices together. */
  readonly upstreamPerQuery: number;
  /** The most requests that one device had at once. */
  readonly maxConcurrent: number;
  /** CPU time of the server, in µs. NaN where the system doesn't tell. */
  readonly cpuPerQueryUs: number;
  /** Share of a core that the load generator used. */
  readonly generatorLoad: number;
}

export interface Setup {
  readonly load: Load;
  readonly servers: Servers;
  readonly simulators: Simulators;
  readonly pace: Pace;
}

/** @throws Error where an answer holds an error or not what was asked for */
export async function measure(one: Case, contestant: Contestant, setup: Setup): Promise<Measurement> {
  const { load, servers, simulators, pace } = setup;
  const server = servers.get(contestant.server);
  if (server === undefined) throw new Error(`${contestant.server} was not started`);
  await simulators.set({ latencyMs: one.latencyMs });
  await simulators.reset();
  try {
    const clients = clientsOf(one, pace);
    const report = await load.run({
      ...server,
      ...spanOf(one, contestant, pace),
      body: JSON.stringify({ query: contestant.query }),
      clients,
      values: one.values,
    });
    const { processData, maxConcurrent } = await simulators.counts();
    return {
      // Each client asks again as soon as it is answered; counting answers would cut off parts of slow ones.
      queriesPerSecond: (clients / report.meanMs) * 1000,
      p50Ms: report.p50Ms,
      p99Ms: report.p99Ms,
      upstreamPerQuery: processData / report.total,
      maxConcurrent,
      cpuPerQueryUs: (report.serverCpuMs / report.measured) * 1000,
      generatorLoad: report.generatorLoad,
    };
  } catch (error) {
    throw new Error(`${one.name}, ${contestant.label}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
