import {
  createFleet,
  type Fleet,
  type FleetOptions,
  type Inverter,
  type InverterConfig,
  type PlantConfig,
  type Runtime,
  Secret,
  systemRuntime,
} from "@plenticore/core";
import { type Simulator, type SimulatorOptions, startSimulator } from "@plenticore/simulator";
import { type FaultProxy, startFaultProxy } from "@plenticore/tools-fault-proxy";
import { afterEach } from "vitest";

/** Midsummer noon in the simulator's own place: sun, house and battery all have something to say. */
export const NOON = "2026-06-21T11:00:00Z";
const ROUNDS = 1_000;
export const PASSWORD = "Sonnenblume-7";

export interface Rig {
  readonly simulator: Simulator;
  readonly fleet: Fleet;
  readonly inverter: Inverter;
}

const open: (() => Promise<void>)[] = [];

/** Has it closed after the test, before what was opened earlier. */
export const closeAfterwards = (close: () => Promise<void>): void => void open.push(close);

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A simulated device at noon whose clock stands still. */
export async function startDevice(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({ time: NOON, speed: 0, rounds: ROUNDS, password: PASSWORD, ...options });
  open.push(() => simulator.close());
  return simulator;
}

export const inverterConfig = (id: string, { url }: Pick<Simulator, "url">): InverterConfig => ({
  id,
  name: id,
  url,
  credentials: { user: "user", password: new Secret(PASSWORD) },
});

export function startFleet(
  inverters: readonly InverterConfig[],
  plant: Partial<PlantConfig> = {},
  options: FleetOptions = {},
): Fleet {
  const fleet = createFleet(
    { plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters, ...plant }] },
    options,
  );
  open.push(() => fleet.close());
  return fleet;
}

/** One device and a fleet of it. */
export async function startRig(
  options: SimulatorOptions = {},
  config: Partial<InverterConfig> = {},
  fleetOptions: FleetOptions = {},
): Promise<Rig> {
  const simulator = await startDevice(options);
  const fleet = startFleet([{ ...inverterConfig("garage", simulator), ...config }], {}, fleetOptions);
  const [inverter] = fleet.inverters;
  if (inverter === undefined) throw new Error("the fleet is empty");
  return { simulator, fleet, inverter };
}

/** A network before a device, good until a toxic is added. */
export async function startProxy({ port }: Pick<Simulator, "port">): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ upstream: { port } });
  open.push(() => proxy.close());
  return proxy;
}

/** The system's clock without jitter: back-offs are as short as they may be. */
export const impatient: Runtime = { ...systemRuntime, random: () => 0 };

/** Resolves when it is so; the test's own time limit is the only one. Never busy: a refused read takes no time at all. */
export async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Whether it can be read now. */
export const answers = (read: Promise<unknown>): Promise<boolean> =>
  read.then(
    () => true,
    () => false,
  );
