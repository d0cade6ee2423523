import { energyManagerStateNames, inverterStateNames } from "@plenticore/catalogue";
import type { Battery, InverterLive, PlantBattery, PlantLive } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields, type PlantFields } from "./builder.ts";
import { AcPhaseRef, DcStringRef } from "./phases.ts";
import { PowerFlowRef } from "./power-flow.ts";
import { defaultMaxAge, readOptions } from "./read-options.ts";

const InverterStateEnum = builder.enumType("InverterState", {
  description: "Modbus manual DOC02308910, inverter states.",
  values: inverterStateNames,
});

const EnergyManagerStateEnum = builder.enumType("EnergyManagerState", { values: energyManagerStateNames });

const BatteryRef = builder.objectRef<Battery>("Battery").implement({
  fields: (t) => ({
    stateOfCharge: t.expose("stateOfCharge", { type: "Percent" }),
    power: t.expose("power", { type: "Watt", description: "+ discharging, - charging." }),
    voltage: t.expose("voltage", { type: "Volt" }),
    current: t.expose("current", { type: "Ampere" }),
    cycles: t.exposeInt("cycles"),
    fullChargeCapacity: t.expose("fullChargeCapacity", { type: "AmpereHour" }),
    workCapacity: t.expose("workCapacity", { type: "WattHour" }),
    typeCode: t.exposeInt("typeCode"),
  }),
});

export const InverterLiveRef = builder.objectRef<InverterLive>("InverterLive").implement({
  fields: (t) => ({
    observedAt: t.expose("observedAt", { type: "DateTime", nullable: false }),
    ageSeconds: t.expose("ageSeconds", { type: "Second", nullable: false }),
    stale: t.exposeBoolean("stale", { nullable: false }),
    state: t.expose("state", { type: InverterStateEnum }),
    stateCode: t.exposeInt("stateCode", { description: "The device's own number." }),
    energyManagerState: t.expose("energyManagerState", { type: EnergyManagerStateEnum }),
    energyManagerStateCode: t.exposeInt("energyManagerStateCode"),
    power: t.expose("power", { type: PowerFlowRef, nullable: false }),
    strings: t.expose("strings", { type: [DcStringRef], nullable: false }),
    phases: t.expose("phases", { type: [AcPhaseRef], nullable: false }),
    battery: t.expose("battery", { type: BatteryRef, description: "Null where the device has no battery module." }),
    frequency: t.expose("frequency", { type: "Hertz" }),
    powerFactor: t.exposeFloat("powerFactor"),
    apparentPower: t.expose("apparentPower", { type: "VoltAmpere" }),
    reactivePower: t.expose("reactivePower", { type: "VoltAmpereReactive" }),
    isolationResistance: t.expose("isolationResistance", { type: "Ohm" }),
    gridOperatorLimit: t.expose("gridOperatorLimit", {
      type: "Percent",
      description: "Active power limit by the grid operator, of the nominal power.",
    }),
  }),
});

const PlantBatteryRef = builder.objectRef<PlantBattery>("PlantBattery").implement({
  fields: (t) => ({
    stateOfCharge: t.expose("stateOfCharge", { type: "Percent" }),
    workCapacity: t.expose("workCapacity", { type: "WattHour" }),
    power: t.expose("power", { type: "Watt" }),
  }),
});

export const PlantLiveRef = builder.objectRef<PlantLive>("PlantLive").implement({
  fields: (t) => ({
    observedAt: t.expose("observedAt", { type: "DateTime", description: "The oldest of its parts." }),
    ageSeconds: t.expose("ageSeconds", { type: "Second" }),
    stale: t.exposeBoolean("stale", { nullable: false }),
    power: t.expose("power", { type: PowerFlowRef, nullable: false }),
    battery: t.expose("battery", { type: PlantBatteryRef }),
    reporting: t.exposeInt("reporting", {
      nullable: false,
      description: "How many inverters are in the sums, of how many.",
    }),
    expected: t.exposeInt("expected", { nullable: false }),
  }),
});

export const liveFields = (t: InverterFields): FieldMap => ({
  live: t.field({
    type: InverterLiveRef,
    description: "Never older than maxAge; if that can't be had, null and a coded error here.",
    args: { maxAge: t.arg({ type: "Second", defaultValue: defaultMaxAge }) },
    resolve: (inverter, { maxAge }, context) => inverter.live(readOptions(maxAge, context)),
  }),
});

export const plantLiveFields = (t: PlantFields): FieldMap => ({
  live: t.field({
    type: PlantLiveRef,
    nullable: false,
    args: { maxAge: t.arg({ type: "Second", defaultValue: defaultMaxAge }) },
    resolve: (plant, { maxAge }, context) => plant.live(readOptions(maxAge, context)),
  }),
});
