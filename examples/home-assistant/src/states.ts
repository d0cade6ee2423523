import type { FleetOverviewQuery } from "@plenticore/client";

type Inverter = FleetOverviewQuery["plants"][number]["inverters"][number];

/** What Home Assistant keeps of a sensor: a state is always a text. */
export interface EntityState {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Sensor {
  readonly id: string;
  readonly name: string;
  readonly unit: "W" | "Wh" | "%";
  /** Only where there is a battery. */
  readonly ofBattery?: boolean;
  /** Undefined: the part that it is of could not be read. Null: the inverter does not tell. */
  readonly value: (inverter: Inverter) => number | null | undefined;
}

// Home Assistant wants import and export, charging and discharging apart, and none of them negative.
const sensors: readonly Sensor[] = [
  { id: "solar_power", name: "Solar power", unit: "W", value: ({ live }) => live?.power.solar },
  { id: "home_power", name: "Home power", unit: "W", value: ({ live }) => live?.power.home },
  { id: "grid_import", name: "Grid import", unit: "W", value: ({ live }) => live?.power.gridImport },
  { id: "grid_export", name: "Grid export", unit: "W", value: ({ live }) => live?.power.gridExport },
  { id: "yield_today", name: "Yield today", unit: "Wh", value: ({ today }) => today?.yield },
  {
    id: "battery_charge",
    name: "Battery charge power",
    unit: "W",
    ofBattery: true,
    value: ({ live }) => live?.power.batteryCharge,
  },
  {
    id: "battery_discharge",
    name: "Battery discharge power",
    unit: "W",
    ofBattery: true,
    value: ({ live }) => live?.power.batteryDischarge,
  },
  {
    id: "battery_level",
    name: "Battery level",
    unit: "%",
    ofBattery: true,
    value: ({ live }) => live?.battery?.stateOfCharge,
  },
];

const classes = {
  W: { unit_of_measurement: "W", device_class: "power", state_class: "measurement" },
  Wh: { unit_of_measurement: "Wh", device_class: "energy", state_class: "total_increasing" },
  "%": { unit_of_measurement: "%", device_class: "battery", state_class: "measurement" },
};

/** The states of one inverter. "unknown": it does not tell. "unavailable": it could not be asked. Never 0 for either. */
export function statesOf(inverter: Inverter, hasBattery: boolean): EntityState[] {
  return sensors
    .filter(({ ofBattery = false }) => hasBattery || !ofBattery)
    .map(({ id, name, unit, value }) => {
      const found = value(inverter);
      return {
        entity_id: `sensor.${slug(inverter.id)}_${id}`,
        state: found === undefined ? "unavailable" : found === null ? "unknown" : String(Math.round(found * 10) / 10),
        attributes: { friendly_name: `${inverter.name} ${name.toLowerCase()}`, ...classes[unit] },
      };
    });
}

/** The gateway itself is away: whatever was there is there still, and nobody knows how it is. */
export const unavailable = (state: EntityState): EntityState => ({ ...state, state: "unavailable" });

/** Ids of Home Assistant take small letters, digits and underscores. */
const slug = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
