import type { Statistics } from "../model/plant.ts";
import type { Tally } from "../model/tally.ts";
import { type Readings, rounded } from "./readings.ts";

/** g of CO2 that one Wh of the sun saves: an assumption, the device's own factor is not known. */
const CO2_PER_WATT_HOUR = 0.7;

const SCOPES: Readonly<Record<string, keyof Statistics>> = { Day: "day", Month: "month", Year: "year", Total: "total" };

type Counter = (tally: Tally) => number;

/** Sums are made of rounded parts, so that they hold in print. */
const home: Counter = (tally) => rounded(rounded(tally.homePv) + rounded(tally.homeBattery) + rounded(tally.homeGrid));

const COUNTERS: Readonly<Record<string, Counter>> = {
  Autarky: (tally) => percent(tally.homePv + tally.homeBattery, home(tally)),
  CO2Saving: (tally) => rounded(tally.yield * CO2_PER_WATT_HOUR),
  EnergyChargeGrid: (tally) => rounded(tally.chargeGrid),
  EnergyChargeInvIn: () => 0,
  EnergyChargePv: (tally) => rounded(tally.chargePv),
  EnergyDischarge: (tally) => rounded(tally.discharge),
  EnergyDischargeGrid: (tally) => rounded(tally.dischargeGrid),
  EnergyHome: home,
  EnergyHomeBat: (tally) => rounded(tally.homeBattery),
  EnergyHomeGrid: (tally) => rounded(tally.homeGrid),
  EnergyHomePv: (tally) => rounded(tally.homePv),
  ...Object.fromEntries(
    Array.from({ length: 6 }, (_, index): [string, Counter] => [
      `EnergyPv${index + 1}`,
      (tally) => rounded(tally.strings[index] ?? 0),
    ]),
  ),
  OwnConsumptionRate: (tally) => percent(tally.homePv + tally.homeBattery, tally.yield),
  Yield: (tally) => rounded(tally.yield),
};

/** `scb:statistic:EnergyFlow`. Yield is what left the inverter at its AC side: so FACTS 3.2's EnergyGrid is right. */
export const statisticReadings: Readings = {
  ...Object.fromEntries(
    Object.entries(COUNTERS).flatMap(([name, counter]) =>
      Object.entries(SCOPES).map(([scope, span]) => [
        `Statistic:${name}:${scope}`,
        ({ statistics }: { readonly statistics: Statistics }) => counter(statistics[span]),
      ]),
    ),
  ),
  "Statistic:EnergyHomeOwn:Total": ({ statistics: { total } }) =>
    rounded(rounded(total.homePv) + rounded(total.homeBattery)),
};

/** 0 to 100; 0 where nothing was counted yet. */
function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : rounded(Math.min(100, Math.max(0, (100 * part) / whole)));
}
