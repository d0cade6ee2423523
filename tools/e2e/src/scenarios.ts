import type { SimulatorOptions } from "@plenticore/simulator";
import type { InverterPart, PlantPart } from "./scenario.ts";

/** Noon of a clear summer day in Germany: strings deliver, batteries are full. */
export const summerNoon: SimulatorOptions = { time: "2026-06-21T11:00:00Z", cloud: 0 };

/** A summer night: batteries feed the house. */
export const night: SimulatorOptions = { time: "2026-06-21T23:00:00Z" };

/** Noon of the plants' today, since a page's calendar begins today: in Berlin it begins an hour or two before UTC's. */
export function todayNoon(): SimulatorOptions {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin", dateStyle: "short" }).format();
  return { time: `${day}T11:00:00Z` };
}

const profiles = ["plenticore-plus-g1", "piko-iq-g1", "plenticore-g3", "plenticore-g2"] as const;

/** One with a battery, one without, one of the newest kind: as the demo has them. */
export const three = (simulator: SimulatorOptions = todayNoon()): PlantPart => ({
  id: "home",
  name: "Home",
  meter: "house",
  inverters: [
    { id: "house", name: "House", peakPower: 9800, simulator: { profile: "plenticore-plus-g1", ...simulator } },
    { id: "barn", name: "Barn", peakPower: 8400, simulator: { profile: "piko-iq-g1", ...simulator } },
    { id: "garage", name: "Garage", peakPower: 9800, simulator: { profile: "plenticore-g3", ...simulator } },
  ],
});

/** A plant of one inverter, with a battery unless its profile says otherwise. */
export const single = (simulator: SimulatorOptions, more: Partial<InverterPart> = {}): PlantPart => ({
  id: "home",
  name: "Home",
  inverters: [{ id: "house", name: "House", peakPower: 9800, simulator, ...more }],
});

/** All kinds in turn. */
export const many = (count: number, simulator: SimulatorOptions = todayNoon()): PlantPart => ({
  id: "park",
  name: "Park",
  meter: "roof-1",
  inverters: Array.from({ length: count }, (_, index) => ({
    id: `roof-${index + 1}`,
    name: `Roof ${index + 1}`,
    peakPower: 9000,
    simulator: { profile: profiles[index % profiles.length] ?? profiles[0], ...simulator },
  })),
});

/** Nothing answers at its address. */
export const dead: InverterPart = { id: "shed", name: "Shed", peakPower: 5000 };

/** House; Barn without a meter, which knows neither house nor grid; and Shed, where nothing answers. */
export const withGaps = (): PlantPart => ({
  id: "home",
  name: "Home",
  meter: "house",
  inverters: [
    { id: "house", name: "House", peakPower: 9800, simulator: todayNoon() },
    { id: "barn", name: "Barn", peakPower: 8400, simulator: { profile: "piko-iq-g1", meter: false, ...todayNoon() } },
    dead,
  ],
});
