import { tidy } from "./tidy.ts";
import { quantity, type Watt } from "./units.ts";

/** Non-negative flows, in one unit, of one moment or interval. */
export interface Flows {
  readonly home: number;
  readonly solar: number;
  readonly gridImport: number;
  readonly gridExport: number;
  readonly batteryDischarge: number;
  readonly batteryCharge: number;
}

export interface HomeSources {
  readonly fromSolar: Watt;
  readonly fromBattery: Watt;
  readonly fromGrid: Watt;
}

/**
 * Where the house's power comes from, decided in Home Assistant's order, so that users who compare find the same watts:
 * grid beyond the house's use → battery, solar → battery, solar → grid, battery → grid, grid → battery, and the rest of
 * solar, battery and grid → house. The three parts are at least 0 and never more than `home` together.
 */
export function distribute(flows: Flows): HomeSources {
  let { solar, gridImport, batteryDischarge, batteryCharge, gridExport } = flows;
  const beyondUse = Math.max(0, Math.min(batteryCharge, gridImport - flows.home));
  batteryCharge -= beyondUse;
  gridImport -= beyondUse;

  const solarToBattery = Math.min(solar, batteryCharge);
  solar -= solarToBattery;
  batteryCharge -= solarToBattery;

  const solarToGrid = Math.min(solar, gridExport);
  solar -= solarToGrid;
  gridExport -= solarToGrid;

  batteryDischarge -= Math.min(batteryDischarge, gridExport);
  gridImport -= Math.min(gridImport, batteryCharge);

  const fromSolar = Math.min(solar, flows.home);
  const fromBattery = Math.min(batteryDischarge, flows.home - fromSolar);
  const fromGrid = Math.min(gridImport, flows.home - fromSolar - fromBattery);
  return {
    fromSolar: quantity<Watt>(tidy(fromSolar)),
    fromBattery: quantity<Watt>(tidy(fromBattery)),
    fromGrid: quantity<Watt>(tidy(fromGrid)),
  };
}
