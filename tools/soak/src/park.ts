import { type ProfileName, profileNames, type Simulator, startSimulator } from "@plenticore/simulator";
import { type FaultProxy, seededRandom, startFaultProxy } from "@plenticore/tools-fault-proxy";
import { type Measured, moment, truthOf } from "./truth.ts";
import { Written } from "./written.ts";

export const PASSWORD = "Sonnenblume-7";
export const PLANT_SIZE = 5;
/** In PBKDF2: what a login costs is not what is looked at. */
const ROUNDS = 1_000;

/** One simulated inverter, the network before it, and what it must say. */
export interface Device {
  readonly id: string;
  readonly index: number;
  readonly profile: ProfileName;
  readonly simulator: Simulator;
  readonly proxy: FaultProxy;
  readonly truth: readonly Measured[];
  /** Which step its clock was set to, and when, on the wall clock; the newest last. */
  readonly steps: { readonly step: number; readonly at: number }[];
  /** What may be held by each of the settings that are written; none where it has no battery. */
  readonly settings: ReadonlyMap<string, Written>;
}

export interface Park {
  readonly devices: readonly Device[];
  /** Sets the clock of one more device to its next step. */
  step(): void;
  close(): Promise<void>;
}

export const plantOf = ({ index }: Pick<Device, "index">): string => `plant-${Math.floor(index / PLANT_SIZE) + 1}`;

/** Values that no other device's setting ever gets, as texts. */
export const ownValues: Readonly<Record<string, (index: number, nth: number) => string>> = {
  "Battery:MinSoc": (index, nth) => String(5 + (index % 20) + 20 * (nth % 4)),
  "Battery:MinHomeComsumption": (index, nth) => String(100 + index + 100 * (nth % 8)),
};

export async function openPark(count: number, seed: number): Promise<Park> {
  const devices: Device[] = [];
  for (let index = 0; index < count; index++) devices.push(await openDevice(index, seed));
  let next = 0;
  return {
    devices,
    step() {
      const device = devices[next++ % devices.length];
      if (device !== undefined) setStep(device, (device.steps.at(-1)?.step ?? 0) + 1);
    },
    async close() {
      await Promise.all(devices.map(({ proxy }) => proxy.close()));
      await Promise.all(devices.map(({ simulator }) => simulator.close()));
    },
  };
}

async function openDevice(index: number, seed: number): Promise<Device> {
  const profile = profileNames[index % profileNames.length] ?? "plenticore-plus-g1";
  const own = { profile, seed: seed + index, rounds: ROUNDS };
  const truth = await truthOf(own);
  const simulator = await startSimulator({
    ...own,
    password: PASSWORD,
    time: moment(0),
    speed: 0,
    bootSeconds: 1.5,
    warmUpSeconds: 0.5,
  });
  const proxy = await startFaultProxy({ upstream: { port: simulator.port }, seed: seed + index });
  const settings = new Map<string, Written>();
  if (profile !== "piko-iq-g1") for (const id of Object.keys(ownValues)) settings.set(id, new Written());
  const id = `inverter-${index + 1}`;
  return { id, index, profile, simulator, proxy, truth, steps: [{ step: 0, at: Date.now() }], settings };
}

function setStep({ simulator, steps }: Device, step: number): void {
  simulator.set({ time: moment(step) });
  steps.push({ step, at: Date.now() });
}

/** What is left to chance in one place: `pick` and numbers below a limit. */
export function chance(seed: number) {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    below,
    between: (least: number, most: number): number => least + random() * (most - least),
    pick: <Item>(items: readonly Item[]): Item => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("there is nothing to pick from");
      return item;
    },
  };
}

export type Chance = ReturnType<typeof chance>;
