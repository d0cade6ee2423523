import { createFleet, type FleetConfig, PlenticoreError, Secret } from "@plenticore/core";
import { noonPlace, type ProfileName, type Simulator, startHouse } from "@plenticore/simulator";
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
  /** Wp of the profile's strings. */
  readonly peakPower: number;
}

const kinds = [
  { id: "house", name: "House", profile: "plenticore-plus-g1", peakPower: 9800 },
  { id: "barn", name: "Barn", profile: "piko-iq-g1", peakPower: 8400 },
  { id: "garage", name: "Garage", profile: "plenticore-g3", peakPower: 9800 },
  { id: "shed", name: "Shed", profile: "plenticore-g2", peakPower: 9800 },
] as const satisfies readonly DemoInverter[];

/** As an installer sets them: the battery takes a fixed power of `setBatteryLimits`, and what the other inverters have too much of. */
const batterySettings = { "devices:local/Battery:ExternControl": "2", "devices:local/EnergyMgmt:AcStorage": "1" };
const password = "demo";

/**
 * `plenticore-gateway demo`: simulated inverters of different kinds in one house, behind a gateway. Only the first one has the
 * meter, and so only it can have a battery that knows when to charge. @returns the exit status
 */
export async function demo({ inverters, host, port, logLevel }: DemoOptions, terminal: Terminal): Promise<number> {
  if (!isLoopback(host)) {
    throw new PlenticoreError(
      "CONFIGURATION_INVALID",
      `can't listen on ${host}: the demo has no keys, and without keys the gateway listens on loopback addresses only`,
    );
  }
  const log = createLogger({ level: logLevel, write: terminal.err, now: terminal.now });
  const place = noonPlace(terminal.now());
  const members = membersOf(inverters);
  let simulators: readonly Simulator[] = [];
  const closeSimulators = async (): Promise<void> => {
    await Promise.all(simulators.map((simulator) => simulator.close()));
  };
  try {
    simulators = await startHouse(
      members.map(({ profile }, index) => ({
        profile,
        password,
        ...place,
        ...(index === 0 ? { settings: batterySettings } : { battery: false }),
      })),
    );
    const urls = simulators.map(({ url }) => url);
    const config = demoFleet(members, urls, place.timeZone);
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
        terminal.out(introduction(url, members, urls, place.timeZone));
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

function demoFleet(
  members: readonly DemoInverter[],
  urls: readonly string[],
  timeZone: string,
): FleetConfig & { readOnly: boolean } {
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

const sampleQuery =
  "{ inverters { id name availability { state } version { swVersion } live { observedAt power { solar home grid battery } strings { index power } battery { stateOfCharge } } } }";

const introduction = (
  url: string,
  members: readonly DemoInverter[],
  urls: readonly string[],
  timeZone: string,
): string => `
Dashboard ${url}/

Plenticore Gateway with ${members.length === 1 ? "a simulated inverter" : `${members.length} simulated inverters in one house`}. ${members.length === 1 ? "It stands" : "They stand"} where it is noon now (${timeZone}), so that there is sun.

${printTable(members.map(({ id, profile }, index) => [`  ${id}`, profile, urls[index] ?? ""]))}
GraphQL   ${url}/graphql   (in a browser: GraphiQL)

Ask for the live power of all of them:

  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"${sampleQuery}"}'

The answer begins {"data":{"inverters":[{"id":"${kinds[0].id}", … and tells watts; an inverter without a battery has "battery":null.

Stop with Ctrl+C.
`;
