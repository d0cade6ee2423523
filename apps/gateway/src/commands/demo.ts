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
 * `plenticore-gateway demo`: simulated inverters of different kinds behind a gateway, up to four in a house. Only the first one of
 * a house has the meter, and so only it can have a battery that knows when to charge. @returns the exit status
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
  const houses = housesOf(inverters);
  const simulators: Simulator[] = [];
  const closeSimulators = async (): Promise<void> => {
    await Promise.all(simulators.map((simulator) => simulator.close()));
  };
  try {
    for (const house of houses) {
      const seed = simulators.length + 1;
      const options = house.map(({ profile }, index) => ({
        profile,
        password,
        seed: seed + index,
        ...place,
        ...(index === 0 ? { settings: batterySettings } : { battery: false }),
      }));
      simulators.push(...(await startHouse(options)));
    }
    const urls = new Map(houses.flat().map(({ id }, index) => [id, simulators[index]?.url ?? ""]));
    const config = demoFleet(houses, urls, place.timeZone);
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
        terminal.out(introduction(url, houses, urls, place.timeZone));
      },
      after: [{ name: "simulated inverters", run: closeSimulators }],
    });
  } catch (error) {
    await closeSimulators();
    throw error;
  }
}

/** The kinds in turn, a house each turn; from the second one on with a number. */
function housesOf(count: number): DemoInverter[][] {
  return Array.from({ length: Math.ceil(count / kinds.length) }, (_, house) =>
    kinds.slice(0, count - house * kinds.length).map((kind) => ({
      ...kind,
      id: `${kind.id}${numbered("-", house)}`,
      name: `${kind.name}${numbered(" ", house)}`,
    })),
  );
}

const numbered = (before: string, house: number): string => (house === 0 ? "" : `${before}${house + 1}`);

function demoFleet(
  houses: readonly (readonly DemoInverter[])[],
  urls: ReadonlyMap<string, string>,
  timeZone: string,
): FleetConfig & { readOnly: boolean } {
  return {
    readOnly: false,
    plants: houses.map((members, house) => ({
      id: `demo${numbered("-", house)}`,
      name: `Demo${numbered(" ", house)}`,
      timeZone,
      meter: { inverter: members[0]?.id ?? "", invert: false },
      inverters: members.map(({ id, name, peakPower }) => ({
        id,
        name,
        peakPower,
        url: urls.get(id) ?? "",
        credentials: { user: "user", password: new Secret(password) },
        updatePaths: { status: "/update/status", start: "/update/start" },
      })),
    })),
  };
}

const sampleQuery =
  "{ inverters { id name availability { state } version { swVersion } live { observedAt power { solar home grid battery } strings { index power } battery { stateOfCharge } } } }";

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const introduction = (
  url: string,
  houses: readonly (readonly DemoInverter[])[],
  urls: ReadonlyMap<string, string>,
  timeZone: string,
): string => `
Dashboard ${url}/

Plenticore Gateway with ${counted(houses.flat().length, "simulated inverter")} in ${counted(houses.length, "house")}, where it is noon now (${timeZone}), so that there is sun.

${printTable(houses.flat().map(({ id, profile }) => [`  ${id}`, profile, urls.get(id) ?? ""]))}
GraphQL   ${url}/graphql   (in a browser: GraphiQL)

Ask for the live power of all of them:

  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"${sampleQuery}"}'

The answer begins {"data":{"inverters":[{"id":"${kinds[0].id}", … and tells watts; an inverter without a battery has "battery":null.

Stop with Ctrl+C.
`;
