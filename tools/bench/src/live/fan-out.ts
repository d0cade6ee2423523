import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Children } from "../children.ts";
import { cpuTimeMs, perEventUs } from "../cpu-time.ts";
import { residentKb } from "../memory.ts";
import { password } from "../servers/simulators.ts";
import { median } from "../statistics.ts";
import { figure, table } from "../table.ts";
import { startDevices } from "./devices.ts";
import { liveFields } from "./event.ts";
import { Subscribers, type SubscribersOrder } from "./subscribers.ts";

/** How a measurement of live values is done. */
export interface LivePace {
  readonly rounds: number;
  readonly measureMs: number;
  /** Of fan-out: a whole interval of the gateway's pings, and the second by which its tick may be late. */
  readonly fanOutMs: number;
  readonly subscribers: readonly number[];
  /** Of the hard cases. */
  readonly many: number;
  readonly inverters: number;
}

export const fullLivePace: LivePace = {
  rounds: 3,
  measureMs: 8_000,
  fanOutMs: 31_000,
  subscribers: [1, 100, 1_000, 10_000],
  many: 10_000,
  inverters: 100,
};
export const quickLivePace: LivePace = {
  rounds: 1,
  measureMs: 3_000,
  fanOutMs: 3_000,
  subscribers: [1, 100],
  many: 200,
  inverters: 5,
};

interface Contestant {
  readonly label: string;
  readonly start: (setup: LiveSetup) => Promise<{ readonly port: number; readonly pid: number }>;
  readonly order: (setup: LiveSetup) => Omit<SubscribersOrder, "port" | "count">;
}

export interface LiveSetup {
  /** The processes of one measurement. */
  readonly children: Children;
  /** The address of the simulated inverter that all devices answer like. */
  readonly model: string;
  readonly directory: string;
  readonly pace: LivePace;
  readonly profile: boolean;
}

interface Measured {
  readonly eventsPerSecond: number;
  readonly cpuPerEventUs: number;
  readonly kbPerSubscriber: number;
  readonly p99Ms: number;
}

const oneInverter = `subscription { inverterLive(ids: ["i1"], every: 1) { ${liveFields} } }`;

const bare: Contestant = {
  label: "bare ws broadcast",
  start: (setup) => startScript(setup, "broadcast-process.ts"),
  order: () => ({ plain: true, documents: [] }),
};
const naive: Contestant = {
  label: "Yoga + graphql-ws",
  start: (setup) => startScript(setup, "yoga-process.ts"),
  order: () => ({ plain: false, documents: [{ query: oneInverter }] }),
};
const ours: Contestant = {
  label: "ours",
  start: startOurs,
  order: () => ({ plain: false, documents: [{ query: oneInverter }] }),
};
const cohorts: Contestant = {
  label: "ours, a cohort an inverter",
  start: startOurs,
  order: ({ pace }) => ({
    plain: false,
    documents: Array.from({ length: pace.inverters }, (_, index) => ({
      query: `subscription ($ids: [ID!]) { inverterLive(ids: $ids, every: 1) { ${liveFields} } }`,
      variables: { ids: [`i${index + 1}`] },
    })),
  }),
};
const different: Contestant = {
  label: "ours, all different",
  start: startOurs,
  order: ({ pace }) => ({
    plain: false,
    documents: Array.from({ length: pace.inverters }, (_, index) => ({
      query: `subscription S$INDEX { inverterLive(ids: ["i${index + 1}"], every: 1) { ${liveFields} } }`,
    })),
  }),
};

/** Subscribers at 1 Hz: server's CPU an event and memory a subscriber, beside a plain broadcast and beside what one writes first. */
export async function fanOut(setup: LiveSetup, say: (line: string) => void): Promise<string> {
  const { pace } = setup;
  const rows: string[][] = [];
  for (const count of pace.subscribers) rows.push(...(await compared(setup, count, [ours, bare, naive], say)));
  rows.push(...(await compared(setup, pace.many, [cohorts, different], say)));
  const header = [
    "subscribers at 1 Hz",
    "contestant",
    "events/s",
    "CPU µs/event",
    "× bare ws",
    "KB/subscriber",
    "p99 ms",
  ];
  const note = `Targets: at ${figure(10_000)} subscribers of one operation at most 1.2 × the bare broadcast by CPU an event, and at most 20 KB a subscriber. The hard cases are ${pace.inverters} inverters. Each measurement lasts ${pace.fanOutMs / 1000} s. Pings and their answers are in the figures: ours come every 30 s, graphql-ws' every 12 s, the bare broadcast has none. Medians of ${pace.rounds} ${pace.rounds === 1 ? "round" : "rounds"} at ${figure(pace.many)}, fewer subscribers are measured once. Events, CPU and memory are the server's; the p99 of the delay since \`observedAt\` is of the machine as a whole, clients included.`;
  return `## fan-out: one operation at 1 Hz to many over WebSocket\n\n${table(header, rows, 2)}\n\n${note}`;
}

async function compared(
  setup: LiveSetup,
  count: number,
  contestants: readonly Contestant[],
  say: (line: string) => void,
): Promise<string[][]> {
  const measured = contestants.map((): Measured[] => []);
  // The hard rows are those of many; three rounds of the others would be a quarter of an hour more.
  const rounds = count < setup.pace.many ? 1 : setup.pace.rounds;
  for (let round = 1; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      say(`fan-out to ${count}, round ${round} of ${rounds}: ${contestant.label}`);
      measured[index]?.push(await measureOne(setup, contestant, count));
    }
  }
  const of = (rounds: readonly Measured[], name: keyof Measured) => median(rounds.map((one) => one[name]));
  const limit = contestants.indexOf(bare);
  const base = limit < 0 ? bareAtMost.get(count) : of(measured[limit] ?? [], "cpuPerEventUs");
  if (base !== undefined) bareAtMost.set(count, base);
  return contestants.map(({ label }, index) => {
    const own = measured[index] ?? [];
    return [
      figure(count),
      label,
      figure(of(own, "eventsPerSecond")),
      figure(of(own, "cpuPerEventUs")),
      times(of(own, "cpuPerEventUs") / (base ?? Number.NaN)),
      figure(of(own, "kbPerSubscriber")),
      figure(of(own, "p99Ms")),
    ];
  });
}

const times = (ratio: number): string => (Number.isNaN(ratio) ? "-" : `${figure(ratio)} ×`);

/** What the bare broadcast took for so many, for cases that have none of their own. */
const bareAtMost = new Map<number, number>();

async function measureOne(setup: LiveSetup, contestant: Contestant, count: number): Promise<Measured> {
  await using children = new Children();
  return await children.guard(measureWith({ ...setup, children }, contestant, count));
}

async function measureWith(setup: LiveSetup, contestant: Contestant, count: number): Promise<Measured> {
  const { children } = setup;
  const { port, pid } = await contestant.start(setup);
  const subscribers = new Subscribers(children);
  const before = residentKb(pid);
  await subscribers.join({ ...contestant.order(setup), port, count });
  // What joining left to be collected is not what a subscriber costs.
  await sleep(2_000);
  const cpuBefore = cpuTimeMs(pid);
  const { events, p99Ms } = await subscribers.count(setup.pace.fanOutMs);
  const cpuMs = cpuTimeMs(pid) - cpuBefore;
  return {
    eventsPerSecond: (events / setup.pace.fanOutMs) * 1000,
    cpuPerEventUs: perEventUs(cpuMs, events),
    kbPerSubscriber: (residentKb(pid) - before) / count,
    p99Ms,
  };
}

async function startScript({ children }: LiveSetup, script: string) {
  const { ready, pid } = await children.start({
    name: script,
    args: [fileURLToPath(new URL(script, import.meta.url))],
    ready: /^ready (\S+)$/m,
  });
  return { port: Number(new URL(ready[1] ?? "").port), pid };
}

async function startOurs(setup: LiveSetup) {
  return startGateway({ ...setup, devices: await startDevices(setup.children, setup.model, setup.pace.inverters) });
}

/** The gateway as users start it, with its limits raised to the size of the measurement. */
export async function startGateway({
  children,
  devices,
  directory,
  profile,
  read,
}: Pick<LiveSetup, "children" | "directory" | "profile"> & {
  readonly devices: readonly string[];
  /** The inverters that must have been read before it counts as started. Default: all. */
  readonly read?: readonly string[];
}) {
  const config = join(await mkdtemp(join(directory, "gateway-")), "live.yaml");
  const inverters = devices.map((url, index) => {
    const id = `i${index + 1}`;
    return { id, name: id, url, password: { env: "BENCH_PASSWORD" } };
  });
  const most = 20_000;
  const limits = { sockets: most, socketsPerKey: most, subscriptions: most, subscriptionsPerKey: most };
  // JSON is YAML.
  await writeFile(
    config,
    JSON.stringify({ limits, plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters }] }),
  );
  const command = import.meta.resolve("@plenticore/gateway/package.json");
  const { ready, pid } = await children.start({
    name: "plenticore-gateway",
    args: [
      ...(profile ? ["--cpu-prof"] : []),
      fileURLToPath(new URL("bin/plenticore-gateway.js", command)),
      ...["serve", "--config", config, "--port", "0", "--log-level", "warn"],
    ],
    env: { BENCH_PASSWORD: password },
    ready: /^GraphQL: (\S+)$/m,
  });
  const port = Number(new URL(ready[1] ?? "").port);
  await readOnce(port, read ?? inverters.map(({ id }) => id));
  return { port, pid };
}

/** They were logged in to and read, before anything is measured. */
async function readOnce(port: number, ids: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: "query ($ids: [ID!]) { inverters(ids: $ids) { live(maxAge: 600) { stale } } }",
        variables: { ids },
      }),
    });
    const { errors } = (await response.json()) as { errors?: unknown };
    if (errors === undefined) return;
    await sleep(500);
  }
  throw new Error("the gateway could not read all inverters");
}
