import { noonPlace, type SimulatorOptions } from "@plenticore/simulator";
import type { InverterPart, PlantPart } from "./scenario.ts";

/** Noon of a clear summer day in Germany: strings deliver, batteries are full. */
export const summerNoon: SimulatorOptions = { time: "2026-06-21T11:00:00Z", cloud: 0 };

/** A summer night: batteries feed the house. */
export const night: SimulatorOptions = { time: "2026-06-21T23:00:00Z" };

/** Noon, and now: a page's calendar and its last hours end now. */
export const todayNoon = (): SimulatorOptions => noonPlace(Date.now());

const profiles = ["plenticore-plus-g1", "piko-iq-g1", "plenticore-g3", "plenticore-g2"] as const;

/** As the demo has them: one with a battery and the house's meter, one of a kind without, one of the newest kind. */
export const three = (simulator: SimulatorOptions = todayNoon()): PlantPart => ({
  id: "home",
  name: "Home",
  meter: "house",
  oneHouse: true,
  inverters: [
    {
      id: "house",
      name: "House",
      peakPower: 9800,
      simulator: {
        profile: "plenticore-plus-g1",
        settings: { "devices:local/EnergyMgmt:AcStorage": "1" },
        ...simulator,
      },
    },
    { id: "barn", name: "Barn", peakPower: 8400, simulator: { profile: "piko-iq-g1", ...simulator } },
    {
      id: "garage",
      name: "Garage",
      peakPower: 9800,
      simulator: { profile: "plenticore-g3", battery: false, ...simulator },
    },
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
