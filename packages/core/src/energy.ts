import type { Equipment, Measurement } from "./live-values.ts";
import { statisticsModule } from "./module-ids.ts";
import { Selection } from "./selection.ts";
import type { Observation, Snapshot } from "./snapshot.ts";
import { tidy } from "./tidy.ts";
import type { InverterEnergy, StatisticPeriod } from "./types.ts";
import { type Gram, type Percent, quantity, type Timestamp, type WattHour } from "./units.ts";

const periodNames: Readonly<Record<StatisticPeriod, string>> = {
  DAY: "Day",
  MONTH: "Month",
  YEAR: "Year",
  TOTAL: "Total",
};
const STRING_COUNTERS = 3;

const counters = [
  ...["Autarky", "CO2Saving", "EnergyChargeGrid", "EnergyChargePv", "EnergyDischarge", "EnergyDischargeGrid"],
  ...["EnergyHome", "EnergyHomeBat", "EnergyHomeGrid", "EnergyHomePv", "OwnConsumptionRate", "Yield"],
  ...Array.from({ length: STRING_COUNTERS }, (_, index) => `EnergyPv${index + 1}`),
] as const;

const counterId = (counter: string, period: StatisticPeriod) => `Statistic:${counter}:${periodNames[period]}`;

/** The counters of a period that the device lists. */
export function energySelection(listed: ReadonlyMap<string, ReadonlySet<string>>, period: StatisticPeriod): Selection {
  const module = listed.get(statisticsModule);
  const selection = new Selection();
  for (const [moduleId, id] of allCounters(period)) if (module?.has(id) === true) selection.add(moduleId, id);
  return selection;
}

/** The counters of a period that any device has. */
export const allCounters = (period: StatisticPeriod): Selection =>
  Selection.of(counters.map((counter) => [statisticsModule, counterId(counter, period)] as const));

/** The energies of a period as the device counts them; undefined where none was observed. */
export function energyValues(
  snapshot: Snapshot<Measurement>,
  selection: Selection,
  period: StatisticPeriod,
  equipment: Equipment,
): InverterEnergy | undefined {
  let oldest: Observation<Measurement> | undefined;
  const read = <Quantity extends number>(counter: string): Quantity | null => {
    const id = counterId(counter, period);
    const observation = selection.has(statisticsModule, id) ? snapshot.get(statisticsModule, id) : undefined;
    if (observation === undefined) return null;
    if (oldest === undefined || observation.observedAtMonotonic < oldest.observedAtMonotonic) oldest = observation;
    return observation.value.value as Quantity;
  };
  // Without a meter the device knows nothing of the house, and prints 0 (FACTS 3.2).
  const ofHouse = <Quantity extends number>(counter: string) => (equipment.hasNoMeter ? null : read<Quantity>(counter));
  const ofBattery = (counter: string) => (equipment.hasBattery ? read<WattHour>(counter) : null);
  const energyYield = read<WattHour>("Yield");
  const homeFromSolar = ofHouse<WattHour>("EnergyHomePv");
  const homeFromBattery = equipment.hasNoMeter ? null : ofBattery("EnergyHomeBat");
  const values = {
    yield: energyYield,
    strings: equipment.strings
      .filter((index) => index <= STRING_COUNTERS)
      .map((index) => ({ index, energy: read<WattHour>(`EnergyPv${index}`) })),
    home: ofHouse<WattHour>("EnergyHome"),
    homeFromSolar,
    homeFromBattery,
    homeFromGrid: ofHouse<WattHour>("EnergyHomeGrid"),
    toGrid: energyToGrid(energyYield, homeFromSolar, equipment.hasBattery ? homeFromBattery : quantity<WattHour>(0)),
    batteryChargeFromSolar: ofBattery("EnergyChargePv"),
    batteryChargeFromGrid: ofBattery("EnergyChargeGrid"),
    batteryDischarge: ofBattery("EnergyDischarge"),
    batteryDischargeToGrid: ofBattery("EnergyDischargeGrid"),
    autarky: ofHouse<Percent>("Autarky"),
    selfConsumption: ofHouse<Percent>("OwnConsumptionRate"),
    co2Saving: read<Gram>("CO2Saving"),
  };
  return oldest === undefined ? undefined : { period, observedAt: oldest.observedAt, stale: false, ...values };
}

/** The device does not count what it feeds in; clients take what is left of the yield (FACTS 3.2). */
function energyToGrid(
  energyYield: WattHour | null,
  homeFromSolar: WattHour | null,
  homeFromBattery: WattHour | null,
): WattHour | null {
  if (energyYield === null || homeFromSolar === null || homeFromBattery === null) return null;
  return quantity<WattHour>(Math.max(0, tidy(energyYield - homeFromSolar - homeFromBattery)));
}

/** Whether a moment lies in the same local day, month or year as now: a counter of another one counts from zero. */
export function isSamePeriod(
  period: StatisticPeriod,
  observedAt: Timestamp,
  now: Timestamp,
  timeZone: string,
): boolean {
  const length = { DAY: 10, MONTH: 7, YEAR: 4, TOTAL: 0 }[period];
  return localDate(observedAt, timeZone).slice(0, length) === localDate(now, timeZone).slice(0, length);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** YYYY-MM-DD of a moment in a zone. */
function localDate(moment: Timestamp, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(moment);
}
