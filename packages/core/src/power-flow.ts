import { distribute } from "./distribution.ts";
import { tidy } from "./tidy.ts";
import type { PowerFlow } from "./types.ts";
import { type Percent, quantity, type Watt } from "./units.ts";

/** An inverter's own figures, in W; null where it does not report one. */
export interface InverterPower {
  readonly strings: readonly (Watt | null)[];
  readonly home: Watt | null;
  readonly homeFromSolar: Watt | null;
  readonly homeFromBattery: Watt | null;
  readonly homeFromGrid: Watt | null;
  /** + import, - feed-in. */
  readonly grid: Watt | null;
  /** + discharging, - charging. */
  readonly battery: Watt | null;
  readonly ac: Watt | null;
  readonly dc: Watt | null;
}

/** The power flow of one inverter: the device's own values, with directions as separate fields. */
export function inverterPowerFlow(power: InverterPower): PowerFlow {
  const { home, grid, battery, ac, dc } = power;
  const homeFromGrid = atLeastZero(power.homeFromGrid);
  const gridExport = outward(grid);
  return {
    solar: atLeastZero(sum(power.strings)),
    home,
    grid,
    gridImport: inward(grid),
    gridExport,
    battery,
    batteryCharge: outward(battery),
    batteryDischarge: inward(battery),
    homeFromSolar: atLeastZero(power.homeFromSolar),
    homeFromBattery: atLeastZero(power.homeFromBattery),
    homeFromGrid,
    ac,
    dc,
    losses: atLeastZero(ac === null || dc === null ? null : quantity<Watt>(tidy(dc - ac))),
    autarky: autarky(homeFromGrid, home),
    selfConsumption: selfConsumption(gridExport, ac),
  };
}

/**
 * The power flow of a plant of several inverters. `home` is what the inverters give out plus what comes from the grid;
 * its sources are distributed as Home Assistant does, the inverters' losses being borne by the sun first.
 */
export function plantPowerFlow(parts: readonly PowerFlow[], grid: Watt | null): PowerFlow {
  const ac = sumOfKnown(parts.map((part) => part.ac));
  const battery = sumOfKnown(parts.map((part) => part.battery));
  const home = ac === null || grid === null ? null : quantity<Watt>(tidy(ac + grid));
  const sources =
    home === null || ac === null || grid === null
      ? null
      : distribute({
          home: Math.max(0, home),
          solar: Math.max(0, ac - (battery ?? 0)),
          gridImport: Math.max(0, grid),
          gridExport: Math.max(0, -grid),
          batteryDischarge: Math.max(0, battery ?? 0),
          batteryCharge: Math.max(0, -(battery ?? 0)),
        });
  const gridExport = outward(grid);
  return {
    solar: sumOfKnown(parts.map((part) => part.solar)),
    home,
    grid,
    gridImport: inward(grid),
    gridExport,
    battery,
    batteryCharge: sumOfKnown(parts.map((part) => part.batteryCharge)),
    batteryDischarge: sumOfKnown(parts.map((part) => part.batteryDischarge)),
    homeFromSolar: sources?.fromSolar ?? null,
    homeFromBattery: battery === null ? null : (sources?.fromBattery ?? null),
    homeFromGrid: sources?.fromGrid ?? null,
    ac,
    dc: sumOfKnown(parts.map((part) => part.dc)),
    losses: sumOfKnown(parts.map((part) => part.losses)),
    autarky: autarky(sources?.fromGrid ?? null, home),
    selfConsumption: selfConsumption(gridExport, ac),
  };
}

/** 100·(1 − homeFromGrid/home), within 0 to 100; null where the house uses nothing or its use is unknown. */
export function autarky(homeFromGrid: Watt | null, home: Watt | null): Percent | null {
  return homeFromGrid === null ? null : share(homeFromGrid, home);
}

/** 100·(1 − gridExport/ac), within 0 to 100; null where the inverters give out nothing or it is unknown. */
export function selfConsumption(gridExport: Watt | null, ac: Watt | null): Percent | null {
  return gridExport === null ? null : share(gridExport, ac);
}

function share(part: number, whole: number | null): Percent | null {
  if (whole === null || whole <= 0) return null;
  return quantity<Percent>(Math.min(100, Math.max(0, 100 * (1 - part / whole))));
}

/** The sum, or null where one is unknown or there is none. */
export function sum<Quantity extends number>(values: readonly (Quantity | null)[]): Quantity | null {
  if (values.length === 0 || values.includes(null)) return null;
  return sumOfKnown(values);
}

/** The sum of those that are known: for what some parts do not have, as a battery. Null where none is known. */
export function sumOfKnown<Quantity extends number>(values: readonly (Quantity | null)[]): Quantity | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : (tidy(known.reduce<number>((total, value) => total + value, 0)) as Quantity);
}

// `|| 0`: a negated zero is -0, which is equal to 0 and yet another number.
const inward = (net: Watt | null): Watt | null => (net === null ? null : quantity<Watt>(Math.max(0, net)));
const outward = (net: Watt | null): Watt | null => (net === null ? null : quantity<Watt>(Math.max(0, -net) || 0));
const atLeastZero = (value: Watt | null): Watt | null => (value === null ? null : quantity<Watt>(Math.max(0, value)));
