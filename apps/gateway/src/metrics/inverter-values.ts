import type { Inverter, InverterEnergy, InverterLive } from "@plenticore/core";
import type { Family, Sample } from "./families.ts";

/** What an inverter measured; null where it is away, or did not answer in time. */
export interface InverterValues {
  readonly inverter: Inverter;
  readonly live: InverterLive | null;
  /** Since it was installed. */
  readonly energy: InverterEnergy | null;
}

/** How old a value may be, in ms: a shorter interval of scrapes costs the inverters no more. */
const maxAgeMs = 15_000;

/** @param patience aborts where it lasts too long; the reading goes on, and serves the next scrape */
export async function readValues(inverter: Inverter, patience: AbortSignal): Promise<InverterValues> {
  // Wanted in the same moment, so that one request brings both.
  const [live, energy] = await Promise.allSettled([
    inverter.live({ maxAgeMs, signal: patience }),
    inverter.energy("TOTAL", { maxAgeMs, signal: patience }),
  ]);
  // What went away is told no more, also while its last values are young.
  if (inverter.availability.state !== "ONLINE") return { inverter, live: null, energy: null };
  return { inverter, live: valueOf(live), energy: valueOf(energy) };
}

const valueOf = <Value>(result: PromiseSettledResult<Value>): Value | null =>
  result.status === "fulfilled" ? result.value : null;

type Samples = (values: InverterValues) => readonly Sample[];

/** One sample an inverter, of its live values. */
const ofLive =
  (value: (live: InverterLive) => number | null): Samples =>
  ({ inverter, live }) => [[{ inverter: inverter.id }, live && value(live)]];

const ratio = (percent: number | null | undefined): number | null => (percent == null ? null : percent / 100);

const gauge = (name: string, help: string, samples: Samples, ...more: readonly string[]): Family<InverterValues> => ({
  name: `plenticore_${name}`,
  type: "gauge",
  help,
  labels: ["inverter", ...more],
  samples,
});

const flowsOf = ({ power }: InverterLive) => ({
  solar: power.solar,
  home: power.home,
  grid: power.grid,
  grid_import: power.gridImport,
  grid_export: power.gridExport,
  battery: power.battery,
  battery_charge: power.batteryCharge,
  battery_discharge: power.batteryDischarge,
  home_from_solar: power.homeFromSolar,
  home_from_battery: power.homeFromBattery,
  home_from_grid: power.homeFromGrid,
  ac: power.ac,
  dc: power.dc,
  losses: power.losses,
});

/** What the device counts itself. What is fed in it does not: a difference that may fall is no counter. */
const energiesOf = (energy: InverterEnergy) => ({
  solar: energy.yield,
  home: energy.home,
  home_from_solar: energy.homeFromSolar,
  home_from_battery: energy.homeFromBattery,
  home_from_grid: energy.homeFromGrid,
  battery_charge_from_solar: energy.batteryChargeFromSolar,
  battery_charge_from_grid: energy.batteryChargeFromGrid,
  battery_discharge: energy.batteryDischarge,
  battery_discharge_to_grid: energy.batteryDischargeToGrid,
});

const jouleOfWattHour = 3600;

type Part = { readonly index: number };

/** One sample a string or phase. */
const ofParts =
  <Own extends Part>(
    label: string,
    parts: (live: InverterLive) => readonly Own[],
    value: (part: Own) => number | null,
  ): Samples =>
  ({ inverter, live }) =>
    live === null ? [] : parts(live).map((part) => [{ inverter: inverter.id, [label]: part.index }, value(part)]);

const strings = (live: InverterLive) => live.strings;
const phases = (live: InverterLive) => live.phases;

/** What the inverters measure, in Prometheus' base units: W, J, V, A, and ratios of 1 for percents. */
export const inverterValueFamilies: readonly Family<InverterValues>[] = [
  gauge(
    "power_watts",
    "Power by flow. grid: + from the grid. battery: + discharging.",
    ({ inverter, live }) =>
      live === null
        ? []
        : Object.entries(flowsOf(live)).map(([flow, value]) => [{ inverter: inverter.id, flow }, value]),
    "flow",
  ),
  {
    name: "plenticore_energy_joules_total",
    type: "counter",
    help: "Energy by flow since the inverter was installed, as it counts itself. 3.6e6 J are 1 kWh.",
    labels: ["inverter", "flow"],
    samples: ({ inverter, energy }) =>
      energy === null
        ? []
        : Object.entries(energiesOf(energy)).map(([flow, value]) => [
            { inverter: inverter.id, flow },
            value === null ? null : value * jouleOfWattHour,
          ]),
  },
  gauge("battery_state_of_charge_ratio", "Charge of the battery, 0 to 1.", (values) => [
    [{ inverter: values.inverter.id }, ratio(values.live?.battery?.stateOfCharge)],
  ]),
  gauge(
    "battery_voltage_volts",
    "Voltage of the battery.",
    ofLive(({ battery }) => battery?.voltage ?? null),
  ),
  gauge(
    "battery_current_amperes",
    "Current of the battery, + discharging.",
    ofLive(({ battery }) => battery?.current ?? null),
  ),
  {
    name: "plenticore_battery_cycles_total",
    type: "counter",
    help: "Charge cycles of the battery, as it counts itself.",
    labels: ["inverter"],
    samples: ofLive(({ battery }) => battery?.cycles ?? null),
  },
  gauge(
    "string_power_watts",
    "Power of a DC string.",
    ofParts("string", strings, ({ power }) => power),
    "string",
  ),
  gauge(
    "string_voltage_volts",
    "Voltage of a DC string.",
    ofParts("string", strings, ({ voltage }) => voltage),
    "string",
  ),
  gauge(
    "string_current_amperes",
    "Current of a DC string.",
    ofParts("string", strings, ({ current }) => current),
    "string",
  ),
  gauge(
    "phase_power_watts",
    "Power of an AC phase of the inverter.",
    ofParts("phase", phases, ({ power }) => power),
    "phase",
  ),
  gauge(
    "phase_voltage_volts",
    "Voltage of an AC phase.",
    ofParts("phase", phases, ({ voltage }) => voltage),
    "phase",
  ),
  gauge(
    "phase_current_amperes",
    "Current of an AC phase of the inverter.",
    ofParts("phase", phases, ({ current }) => current),
    "phase",
  ),
  gauge(
    "autarky_ratio",
    "Part of the home's power that does not come from the grid, 0 to 1.",
    ofLive(({ power }) => ratio(power.autarky)),
  ),
  gauge(
    "self_consumption_ratio",
    "Part of the AC power that is not fed in, 0 to 1.",
    ofLive(({ power }) => ratio(power.selfConsumption)),
  ),
  gauge(
    "frequency_hertz",
    "Frequency of the grid.",
    ofLive(({ frequency }) => frequency),
  ),
  gauge(
    "power_factor_ratio",
    "cos phi.",
    ofLive(({ powerFactor }) => powerFactor),
  ),
  gauge(
    "apparent_power_voltamperes",
    "Apparent power.",
    ofLive(({ apparentPower }) => apparentPower),
  ),
  gauge(
    "reactive_power_voltamperes_reactive",
    "Reactive power.",
    ofLive(({ reactivePower }) => reactivePower),
  ),
  gauge(
    "isolation_resistance_ohms",
    "Isolation resistance, where it was measured.",
    ofLive(({ isolationResistance }) => isolationResistance),
  ),
  gauge(
    "grid_operator_limit_ratio",
    "Limit of the active power by the grid operator, of the nominal power.",
    ofLive(({ gridOperatorLimit }) => ratio(gridOperatorLimit)),
  ),
  gauge("peak_power_watts", "Peak power of the modules attached, as configured.", ({ inverter }) => [
    [{ inverter: inverter.id }, inverter.peakPower],
  ]),
];
