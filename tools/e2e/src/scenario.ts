import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startHouse, startSimulator } from "@plenticore/simulator";
import { parse, stringify } from "yaml";
import { GatewayProcess } from "./gateway-process.ts";

export interface InverterPart {
  readonly id: string;
  readonly name: string;
  /** What is simulated; without it nothing answers at the inverter's address. */
  readonly simulator?: SimulatorOptions;
  /** W. */
  readonly peakPower?: number;
  /** Of the simulator's update operations. Default: not configured, as nobody knows a real device's. */
  readonly updatePaths?: { readonly status: string; readonly start: string };
}

export interface PlantPart {
  readonly id: string;
  readonly name: string;
  readonly meter?: string;
  /** All of its inverters are simulated and feed one house; the first one has the meter. Default: each has a house of its own. */
  readonly oneHouse?: boolean;
  readonly inverters: readonly InverterPart[];
}

export interface KeyPart {
  readonly name: string;
  readonly role: "VIEWER" | "OPERATOR" | "ADMIN";
  readonly key: string;
}

export interface ScenarioOptions {
  readonly plants: readonly PlantPart[];
  /** Who may ask. Default: everybody, as ADMIN. */
  readonly keys?: readonly KeyPart[];
}

/** Of a configuration file what tests change. */
export interface Configuration {
  readOnly?: boolean;
  plants: { id: string; inverters: { id: string; name: string; url: string; password: { env: string } }[] }[];
}

/** Of every simulated inverter. */
export const password = "sunshine-and-rain";

/** Real devices and a real gateway: what a page is opened in front of. */
export interface Scenario {
  /** The gateway's origin: the page's address. */
  readonly url: string;
  /** @throws Error where there is none of this id */
  simulator(id: string): Simulator;
  /** The configuration as it stands in its file now. */
  configuration(): Promise<string>;
  /** Writes another one, as an editor does; the gateway reads it by itself. */
  reconfigure(change: (configuration: Configuration) => void): Promise<void>;
  /** Ends the gateway as a power cut does. */
  loseGateway(): Promise<void>;
  /** Starts it again at the same address. */
  returnGateway(): Promise<void>;
  close(): Promise<void>;
}

/** Ports under 1024 are nobody's here: connections are refused. */
const NOBODY = "http://127.0.0.1:9";

export async function startScenario({ plants, keys = [] }: ScenarioOptions): Promise<Scenario> {
  const folder = await mkdtemp(join(tmpdir(), "plenticore-e2e-"));
  const simulators = new Map<string, Simulator>();
  for (const { inverters, oneHouse = false } of plants) {
    const simulated = inverters.flatMap(({ id, simulator }) => (simulator === undefined ? [] : [{ id, simulator }]));
    const options = simulated.map(({ simulator }, index) => ({
      password,
      seed: simulators.size + index + 1,
      rounds: 1000,
      ...simulator,
    }));
    const started = oneHouse ? await startHouse(options) : await Promise.all(options.map(startSimulator));
    for (const [index, simulator] of started.entries()) simulators.set(simulated[index]?.id ?? "", simulator);
  }
  const file = join(folder, "gateway.yaml");
  await writeFile(file, stringify(configurationOf(plants, keys, simulators)), { mode: 0o600 });
  const env = { PASSWORD: password, ...Object.fromEntries(keys.map(({ name, key }) => [variable(name), key])) };
  const serve = (port: string): Promise<GatewayProcess> =>
    GatewayProcess.start(["serve", "--config", file, "--port", port], env);
  let gateway = await serve("0");
  const { url } = gateway;
  return {
    url,
    simulator(id) {
      const found = simulators.get(id);
      if (found === undefined) throw new Error(`there is no simulator ${id}`);
      return found;
    },
    configuration: () => readFile(file, "utf8"),
    async reconfigure(change) {
      const configuration = parse(await readFile(file, "utf8")) as Configuration;
      change(configuration);
      await writeFile(`${file}.new`, stringify(configuration), { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
    loseGateway: async () => void (await gateway.stop("SIGKILL")),
    async returnGateway() {
      gateway = await serve(new URL(url).port);
    },
    async close() {
      await gateway.stop();
      await Promise.all(Array.from(simulators.values(), (simulator) => simulator.close()));
      await rm(folder, { recursive: true });
    },
  };
}

const variable = (name: string): string => `KEY_${name.toUpperCase()}`;

function configurationOf(
  plants: readonly PlantPart[],
  keys: readonly KeyPart[],
  simulators: ReadonlyMap<string, Simulator>,
): object {
  return {
    listen: { host: "127.0.0.1", port: 0 },
    ...(keys.length > 0 && {
      auth: { keys: keys.map(({ name, role }) => ({ name, role, key: { env: variable(name) } })) },
    }),
    plants: plants.map(({ inverters, oneHouse: _oneHouse, ...plant }) => ({
      ...plant,
      timeZone: inverters.find(({ simulator }) => simulator?.timeZone)?.simulator?.timeZone ?? "Europe/Berlin",
      inverters: inverters.map(({ simulator: _simulator, ...inverter }) => ({
        ...inverter,
        url: simulators.get(inverter.id)?.url ?? NOBODY,
        password: { env: "PASSWORD" },
      })),
    })),
  };
}
