import type { FlowPictureProps } from "../flow-picture.tsx";
import { type FlowPower, unknownPower } from "../flow-power.ts";

/** An edge of what the picture must show well; the browser tests find it by its key. */
export interface FlowCase extends FlowPictureProps {
  readonly key: string;
  /** What the picture must say, for who looks at it. */
  readonly shows: string;
}

/** Everything at rest and known: what a case changes stands out. */
const atRest: FlowPower = {
  solar: 0,
  home: 0,
  gridImport: 0,
  gridExport: 0,
  batteryCharge: 0,
  batteryDischarge: 0,
  homeFromSolar: 0,
  homeFromBattery: 0,
  homeFromGrid: 0,
  losses: 0,
};

const noon: FlowPower = {
  ...atRest,
  solar: 5210,
  home: 640,
  gridExport: 3128,
  batteryCharge: 1260,
  homeFromSolar: 640,
  losses: 170,
};

const name = "Home";

export const flowCases: readonly FlowCase[] = [
  {
    key: "noon",
    shows: "Sun feeds house, battery and grid",
    name,
    battery: { stateOfCharge: 64 },
    power: noon,
  },
  {
    key: "evening",
    shows: "Sun, battery and grid feed the house: three parts in its ring",
    name,
    battery: { stateOfCharge: 41 },
    power: {
      ...atRest,
      solar: 820,
      batteryDischarge: 2400,
      gridImport: 1310,
      home: 4400,
      homeFromSolar: 790,
      homeFromBattery: 2310,
      homeFromGrid: 1300,
      losses: 120,
    },
  },
  {
    key: "night",
    shows: "The battery carries the house; the sun gives 0 W, which is known",
    name,
    battery: { stateOfCharge: 28 },
    power: { ...atRest, batteryDischarge: 395, home: 372, homeFromBattery: 372, losses: 23 },
  },
  {
    key: "nothing-known",
    shows: "Dashes, dotted ways, no 0",
    name,
    battery: { stateOfCharge: null },
    power: unknownPower,
  },
  {
    key: "no-meter",
    shows: "House and grid unknown, sun and battery known",
    name,
    battery: { stateOfCharge: 77 },
    power: { ...unknownPower, solar: 3100, batteryCharge: 900, batteryDischarge: 0, losses: 80 },
  },
  {
    key: "export-only",
    shows: "Everything goes to the grid",
    name,
    battery: { stateOfCharge: 100 },
    power: { ...atRest, solar: 8420, gridExport: 8280, losses: 140 },
  },
  {
    key: "import-only",
    shows: "Everything comes from the grid",
    name,
    battery: { stateOfCharge: 5 },
    power: { ...atRest, gridImport: 2210, home: 2210, homeFromGrid: 2210 },
  },
  {
    key: "charged-by-grid",
    shows: "The grid feeds house and battery at night",
    name,
    battery: { stateOfCharge: 33 },
    power: { ...atRest, gridImport: 3600, home: 480, homeFromGrid: 480, batteryCharge: 3000, losses: 120 },
  },
  {
    key: "battery-to-grid",
    shows: "The battery feeds the grid",
    name,
    battery: { stateOfCharge: 88 },
    power: {
      ...atRest,
      batteryDischarge: 3000,
      home: 450,
      homeFromBattery: 450,
      gridExport: 2440,
      losses: 110,
    },
  },
  {
    key: "battery-full",
    shows: "100 %, and nothing goes in or out of the battery",
    name,
    battery: { stateOfCharge: 100 },
    power: { ...atRest, solar: 4200, home: 900, homeFromSolar: 900, gridExport: 3210, losses: 90 },
  },
  {
    key: "no-battery",
    shows: "Three places, and no room kept for a fourth",
    name,
    battery: null,
    power: {
      ...noon,
      gridExport: 4388,
      batteryCharge: null,
      batteryDischarge: null,
      homeFromBattery: null,
      losses: 182,
    },
  },
  {
    key: "large-gap",
    shows: "1.9 kW come in that nobody accounts for, with a warning",
    name,
    battery: { stateOfCharge: 52 },
    power: { ...noon, gridExport: 1228 },
  },
  {
    key: "more-out-than-in",
    shows: "More goes out than comes in, in words and without a minus",
    name,
    battery: null,
    power: { ...atRest, solar: 2000, home: 900, homeFromSolar: 900, gridExport: 1180, losses: 60 },
  },
  {
    key: "hundred-megawatts",
    shows: "Large numbers fit; nothing races",
    name: "Solarpark",
    battery: { stateOfCharge: 71 },
    ratedWatts: 120e6,
    power: {
      ...atRest,
      solar: 100.4e6,
      home: 1.234e6,
      homeFromSolar: 1.234e6,
      gridExport: 77.7e6,
      batteryCharge: 19.9e6,
      losses: 1.5e6,
    },
  },
  {
    key: "under-the-threshold",
    shows: "Flows under 30 W: still, with an arrow",
    name,
    battery: { stateOfCharge: 60 },
    power: { ...atRest, solar: 26, home: 25, homeFromSolar: 25, losses: 1 },
  },
  {
    key: "less-than-a-watt",
    shows: "0.4 W is 0 W: no way is drawn",
    name,
    battery: { stateOfCharge: 60 },
    power: { ...atRest, solar: 0.4, home: 0.4, homeFromSolar: 0.4 },
  },
  {
    key: "negative-noise",
    shows: "Noise below zero is 0 W, and never −0",
    name,
    battery: { stateOfCharge: 60 },
    power: { ...atRest, solar: -3.2, home: -0.4, gridImport: -1, homeFromSolar: -0.4, losses: -2 },
  },
  {
    key: "stale",
    shows: "Grey, still, and said in words",
    name,
    battery: { stateOfCharge: 64 },
    stale: true,
    ageSeconds: 312,
    power: noon,
  },
  {
    key: "one-missing",
    shows: "The sums tell that a part is missing",
    name,
    battery: { stateOfCharge: 64 },
    reporting: 5,
    expected: 6,
    power: noon,
  },
  {
    key: "long-name",
    shows: "A name of any length breaks nothing",
    name: "Mehrfamilienhaus Donaudampfschifffahrtsgesellschaftsstraße 117 b, Hinterhaus, Dachfläche Süd-Südwest mit Carport",
    battery: { stateOfCharge: 100 },
    power: { ...noon, solar: 99_950, gridExport: 97_868 },
  },
];
