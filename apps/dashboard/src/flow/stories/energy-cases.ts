import type { EnergySharesProps } from "../energy-shares.tsx";

/** An edge of what the bars must show well. */
export interface EnergyCase extends EnergySharesProps {
  readonly key: string;
  readonly shows: string;
}

const day = {
  yield: 24_310,
  home: 12_420,
  homeFromSolar: 6180,
  homeFromBattery: 4010,
  homeFromGrid: 2230,
  toGrid: 14_120,
};

export const energyCases: readonly EnergyCase[] = [
  { key: "energy-day", shows: "A summer's day", hasBattery: true, energy: day },
  {
    key: "energy-without-battery",
    shows: "Two sources and two uses",
    hasBattery: false,
    energy: { ...day, home: 8410, homeFromBattery: null, yield: 20_300 },
  },
  {
    key: "energy-unaccounted",
    shows: "What no part accounts for is a part",
    hasBattery: true,
    energy: { ...day, home: 13_900 },
  },
  {
    key: "energy-unknown",
    shows: "Parts unknown: a plant of several inverters",
    hasBattery: true,
    stale: true,
    energy: { ...day, home: null, homeFromSolar: null, homeFromBattery: null, homeFromGrid: null, toGrid: null },
  },
  {
    key: "energy-midnight",
    shows: "Just after midnight: zeros, and they are known",
    hasBattery: true,
    energy: { yield: 0, home: 0, homeFromSolar: 0, homeFromBattery: 0, homeFromGrid: 0, toGrid: 0 },
  },
];
