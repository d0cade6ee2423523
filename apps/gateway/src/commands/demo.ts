import { createFleet, type FleetConfig, PlenticoreError, Secret } from "@plenticore/core";
import { type ProfileName, type Simulator, startSimulator } from "@plenticore/simulator";
import { isLoopback } from "../auth/loopback.ts";
import { unchangeable } from "../config/running.ts";
import { defaultExpose, defaultFastestPaceSeconds, noPersistedDocuments } from "../config/types.ts";
import { defaultLimits } from "../limits/limits.ts";
import { createLogger, type LogLevel } from "../log.ts";
import { openTracing } from "../tracing/tracing.ts";
import { availabilityLog } from "./availability-log.ts";
import { runGateway } from "./run-gateway.ts";
import { printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export interface DemoOptions {
  readonly inverters: number;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

interface DemoInverter {
  readonly id: string;
  readonly name: string;
  readonly profile: ProfileName;
  readonly peakPower: number;
}

const kinds = [
  { id: "house", name: "House", profile: "plenticore-plus-g1", peakPower: 9800 },
  { id: "barn", name: "Barn", profile: "piko-iq-g1", peakPower: 8400 },
  { id: "garage", name: "Garage", profile: "plenticore-g3", peakPower: 9800 },
  { id: "shed", name: "Shed", profile: "plenticore-g2", peakPower: 9800 },
] as const satisfies readonly DemoInverter[];

/** As an installer sets it: else nobody could try `setBatteryLimits` with a fixed power. */
const controlledFromOutside = { "devices:local/Battery:ExternControl": "2" };
const timeZone = "Europe/Berlin";
const password = "demo";

/** `plenticore-gateway demo`: simulated inverters of different kinds behind a gateway. @returns the exit status */
export async function demo({ inverters, host, port, logLevel }: DemoOptions, terminal: Terminal): Promise<number> {
  if (!isLoopback(host)) {
    throw new PlenticoreError(
      "CONFIGURATION_INVALID",
      `can't listen on ${host}: the demo has no keys, and without keys the gateway listens on loopback addresses only`,
    );
  }
  const log = createLogger({ level: logLevel, write: terminal.err, now: terminal.now });
  const noon = noonOf(terminal.now());
  const members = membersOf(inverters);
  const simulators: Simulator[] = [];
  const closeSimulators = async (): Promise<void> => {
    await Promise.all(simulators.map((simulator) => simulator.close()));
  };
  try {
    for (const [index, { profile }] of members.entries()) {
      const settings = profile === "plenticore-plus-g1" ? controlledFromOutside : {};
      simulators.push(await startSimulator({ profile, password, time: noon, seed: index + 1, settings }));
    }
    const urls = simulators.map(({ url }) => url);
    const config = demoFleet(members, urls);
    const tracing = await openTracing(terminal.env, log);
    const fleet = createFleet(config, {
      onAvailability: availabilityLog(log),
      ...(tracing && { observer: tracing.observer }),
    });
    return await runGateway({
      config: {
        listen: { host, port, tls: undefined, corsOrigins: [], trustProxy: false },
        keys: undefined,
        fleet: config,
        secretPlaces: new Map(),
        limits: defaultLimits,
        expose: defaultExpose(true),
        persistedDocuments: noPersistedDocuments,
        fastestPaceSeconds: defaultFastestPaceSeconds,
      },
      fleet,
      changes: unchangeable(fleet, "the demo's is in no file"),
      log,
      tracing,
      started: async ({ url }) => {
        // One after another: they share this process, and each adds up its past when it is first read.
        for (const inverter of fleet.inverters) await Promise.allSettled([inverter.live()]);
        terminal.out(introduction(url, members, urls));
      },
      after: [{ name: "simulated inverters", run: closeSimulators }],
    });
  } catch (error) {
    await closeSimulators();
    throw error;
  }
}

/** The kinds in turn; from the second turn on with a number. */
function membersOf(count: number): DemoInverter[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? kinds[0];
    const turn = Math.floor(index / kinds.length) + 1;
    return turn === 1 ? kind : { ...kind, id: `${kind.id}-${turn}`, name: `${kind.name} ${turn}` };
  });
}

function demoFleet(members: readonly DemoInverter[], urls: readonly string[]): FleetConfig & { readOnly: boolean } {
  return {
    readOnly: false,
    plants: [
      {
        id: "demo",
        name: "Demo",
        timeZone,
        meter: { inverter: kinds[0].id, invert: false },
        inverters: members.map(({ id, name, peakPower }, index) => ({
          id,
          name,
          peakPower,
          url: urls[index] ?? "",
          credentials: { user: "user", password: new Secret(password) },
          updatePaths: { status: "/update/status", start: "/update/start" },
        })),
      },
    ],
  };
}

/** At night there would be nothing to see. */
function noonOf(now: number): Date {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  // Noon of Central European winter time, 13:00 in summer.
  return new Date(`${day}T11:00:00Z`);
}

const sampleQuery =
  "{ inverters { id name availability { state } version { swVersion } live { observedAt power { solar home grid battery } strings { index power } battery { stateOfCharge } } } }";

const introduction = (url: string, members: readonly DemoInverter[], urls: readonly string[]): string => `
Dashboard ${url}/

Plenticore Gateway with ${members.length} simulated ${members.length === 1 ? "inverter. Its clock was" : "inverters. Their clocks were"} set to noon, so that there is sun.

${printTable(members.map(({ id, profile }, index) => [`  ${id}`, profile, urls[index] ?? ""]))}
GraphQL   ${url}/graphql   (in a browser: GraphiQL)

Ask for the live power of all of them:

  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"${sampleQuery}"}'

The answer begins {"data":{"inverters":[{"id":"${kinds[0].id}", … and tells watts; an inverter without a battery has "battery":null.

Stop with Ctrl+C.
`;
