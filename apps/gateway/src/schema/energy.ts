import type { InverterEnergy, PlantEnergy, StatisticPeriod, StringEnergy } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields, type PlantFields } from "./builder.ts";

export const StatisticPeriodEnum = builder.enumType("StatisticPeriod", {
  values: ["DAY", "MONTH", "YEAR", "TOTAL"] as const satisfies readonly StatisticPeriod[],
});

const StringEnergyRef = builder.objectRef<StringEnergy>("StringEnergy").implement({
  fields: (t) => ({
    index: t.exposeInt("index", { nullable: false }),
    energy: t.expose("energy", { type: "WattHour" }),
  }),
});

export const InverterEnergyRef = builder.objectRef<InverterEnergy>("InverterEnergy").implement({
  fields: (t) => ({
    period: t.expose("period", { type: StatisticPeriodEnum, nullable: false }),
    observedAt: t.expose("observedAt", { type: "DateTime", nullable: false }),
    stale: t.exposeBoolean("stale", { nullable: false }),
    yield: t.expose("yield", { type: "WattHour" }),
    strings: t.expose("strings", { type: [StringEnergyRef], nullable: false }),
    home: t.expose("home", { type: "WattHour" }),
    homeFromSolar: t.expose("homeFromSolar", { type: "WattHour" }),
    homeFromBattery: t.expose("homeFromBattery", { type: "WattHour" }),
    homeFromGrid: t.expose("homeFromGrid", { type: "WattHour" }),
    toGrid: t.expose("toGrid", {
      type: "WattHour",
      description: "yield - homeFromSolar - homeFromBattery, at least 0 (the device does not count it).",
    }),
    batteryChargeFromSolar: t.expose("batteryChargeFromSolar", { type: "WattHour" }),
    batteryChargeFromGrid: t.expose("batteryChargeFromGrid", { type: "WattHour" }),
    batteryDischarge: t.expose("batteryDischarge", { type: "WattHour" }),
    batteryDischargeToGrid: t.expose("batteryDischargeToGrid", { type: "WattHour" }),
    autarky: t.expose("autarky", { type: "Percent" }),
    selfConsumption: t.expose("selfConsumption", { type: "Percent" }),
    co2Saving: t.expose("co2Saving", { type: "Gram" }),
  }),
});

const PlantEnergyRef = builder.objectRef<PlantEnergy>("PlantEnergy").implement({
  description:
    "Sums over the plant. A part that is away counts with its last value of the same period (stale); without one the sum is null.",
  fields: (t) => ({
    period: t.expose("period", { type: StatisticPeriodEnum, nullable: false }),
    observedAt: t.expose("observedAt", { type: "DateTime" }),
    stale: t.exposeBoolean("stale", { nullable: false }),
    reporting: t.exposeInt("reporting", { nullable: false }),
    expected: t.exposeInt("expected", { nullable: false }),
    yield: t.expose("yield", { type: "WattHour" }),
    batteryCharge: t.expose("batteryCharge", { type: "WattHour" }),
    batteryDischarge: t.expose("batteryDischarge", { type: "WattHour" }),
    co2Saving: t.expose("co2Saving", { type: "Gram" }),
    home: t.expose("home", {
      type: "WattHour",
      description:
        "The following: null where the plant has more than one inverter, since each counts its own view of the house.",
    }),
    homeFromSolar: t.expose("homeFromSolar", { type: "WattHour" }),
    homeFromBattery: t.expose("homeFromBattery", { type: "WattHour" }),
    homeFromGrid: t.expose("homeFromGrid", { type: "WattHour" }),
    toGrid: t.expose("toGrid", { type: "WattHour" }),
    autarky: t.expose("autarky", { type: "Percent" }),
    selfConsumption: t.expose("selfConsumption", { type: "Percent" }),
  }),
});

export const energyFields = (t: InverterFields): FieldMap => ({
  energy: t.field({
    type: InverterEnergyRef,
    args: { period: t.arg({ type: StatisticPeriodEnum, required: true }) },
    resolve: (inverter, { period }, { signal }) => inverter.energy(period, { signal }),
  }),
});

export const plantEnergyFields = (t: PlantFields): FieldMap => ({
  energy: t.field({
    type: PlantEnergyRef,
    nullable: false,
    args: { period: t.arg({ type: StatisticPeriodEnum, required: true }) },
    resolve: (plant, { period }, { signal }) => plant.energy(period, { signal }),
  }),
});
