/** What the picture needs of a `PowerFlow`: W, each at least 0; null where unknown. */
export interface FlowPower {
  readonly solar: number | null;
  readonly home: number | null;
  readonly gridImport: number | null;
  readonly gridExport: number | null;
  readonly batteryCharge: number | null;
  readonly batteryDischarge: number | null;
  readonly homeFromSolar: number | null;
  readonly homeFromBattery: number | null;
  readonly homeFromGrid: number | null;
  readonly losses: number | null;
}

/** Of which nothing is known. */
export const unknownPower: FlowPower = {
  solar: null,
  home: null,
  gridImport: null,
  gridExport: null,
  batteryCharge: null,
  batteryDischarge: null,
  homeFromSolar: null,
  homeFromBattery: null,
  homeFromGrid: null,
  losses: null,
};

export type Place = "solar" | "grid" | "home" | "battery";

/** Where power can go, named source first. */
export const edgeIds = [
  "solarToHome",
  "solarToBattery",
  "solarToGrid",
  "gridToHome",
  "gridToBattery",
  "batteryToHome",
  "batteryToGrid",
] as const;

export type EdgeId = (typeof edgeIds)[number];

export const edgeEnds: Readonly<Record<EdgeId, { readonly from: Place; readonly to: Place }>> = {
  solarToHome: { from: "solar", to: "home" },
  solarToBattery: { from: "solar", to: "battery" },
  solarToGrid: { from: "solar", to: "grid" },
  gridToHome: { from: "grid", to: "home" },
  gridToBattery: { from: "grid", to: "battery" },
  batteryToHome: { from: "battery", to: "home" },
  batteryToGrid: { from: "battery", to: "grid" },
};

/** The edges that there can be: those of a battery only where there is one. */
export const edgesOf = (hasBattery: boolean): readonly EdgeId[] =>
  hasBattery ? edgeIds : edgeIds.filter((id) => edgeEnds[id].from !== "battery" && edgeEnds[id].to !== "battery");

/**
 * The same with noise taken out: what is below 0 is 0, and what is no number is unknown. Without a battery its figures are 0, not unknown.
 */
export function tidyPower(power: FlowPower, hasBattery: boolean): FlowPower {
  const batteryPart = (value: number | null): number | null => (hasBattery ? tidy(value) : 0);
  return {
    solar: tidy(power.solar),
    home: tidy(power.home),
    gridImport: tidy(power.gridImport),
    gridExport: tidy(power.gridExport),
    batteryCharge: batteryPart(power.batteryCharge),
    batteryDischarge: batteryPart(power.batteryDischarge),
    homeFromSolar: tidy(power.homeFromSolar),
    homeFromBattery: batteryPart(power.homeFromBattery),
    homeFromGrid: tidy(power.homeFromGrid),
    losses: tidy(power.losses),
  };
}

const tidy = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : Math.max(0, value);
