import type { FlowKind } from "./edge.tsx";

/** A period's energy in Wh, each null where unknown; `PlantEnergy` and `InverterEnergy` have it. */
export interface PeriodEnergy {
  readonly yield: number | null;
  readonly home: number | null;
  readonly homeFromSolar: number | null;
  readonly homeFromBattery: number | null;
  readonly homeFromGrid: number | null;
  readonly toGrid: number | null;
}

/** What a part is called, as a key of the texts. */
export type PartName = "fromSolar" | "fromBattery" | "fromGrid" | "direct" | "throughBattery" | "fedIn" | "rest";

export interface EnergyPart {
  readonly name: PartName;
  readonly kind: FlowKind | "rest";
  readonly wattHours: number;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

/** A whole and its parts, which add up to it: what none of them accounts for is a part called `rest`. */
export interface EnergySplit {
  readonly wattHours: number | null;
  /** Null where the whole or a part is unknown. */
  readonly parts: readonly EnergyPart[] | null;
}

/** Where the house's energy came from. Without a battery its part is left out. */
export const homeSources = (energy: PeriodEnergy, hasBattery: boolean): EnergySplit =>
  split(energy.home, [
    ["fromSolar", "solar", energy.homeFromSolar],
    ...(hasBattery ? [["fromBattery", "batteryOut", energy.homeFromBattery] as const] : []),
    ["fromGrid", "gridImport", energy.homeFromGrid],
  ]);

/** Where the inverter's yield went. It counts at its AC side: what the battery gave is in it, what charged the battery is not. */
export const yieldUses = (energy: PeriodEnergy, hasBattery: boolean): EnergySplit =>
  split(energy.yield, [
    ["direct", "solar", energy.homeFromSolar],
    ...(hasBattery ? [["throughBattery", "batteryOut", energy.homeFromBattery] as const] : []),
    ["fedIn", "gridExport", energy.toGrid],
  ]);

function split(whole: number | null, given: readonly (readonly [PartName, FlowKind, number | null])[]): EnergySplit {
  if (whole === null || !Number.isFinite(whole)) return { wattHours: null, parts: null };
  const parts: { readonly name: PartName; readonly kind: FlowKind | "rest"; readonly wattHours: number }[] = [];
  for (const [name, kind, wattHours] of given) {
    if (wattHours === null || !Number.isFinite(wattHours)) return { wattHours: whole, parts: null };
    parts.push({ name, kind, wattHours: Math.max(0, wattHours) });
  }
  const sum = parts.reduce((total, { wattHours }) => total + wattHours, 0);
  if (whole - sum >= shownFromWattHours) parts.push({ name: "rest", kind: "rest", wattHours: whole - sum });
  // Parts that are more than the whole, as counters read at different moments are, still fill one bar.
  const base = Math.max(whole, sum);
  return {
    wattHours: whole,
    parts: parts.map((part) => ({ ...part, share: base > 0 ? part.wattHours / base : 0 })),
  };
}

/** Less than this is written "0 Wh". */
const shownFromWattHours = 0.5;
