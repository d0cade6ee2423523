import type { BatteryCapabilities, Capabilities, NumberCapability, ShadowManagementCapability } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";
import { WritableEnum } from "./writable.ts";

const NumberCapabilityRef = builder.objectRef<NumberCapability>("NumberCapability").implement({
  fields: (t) => ({
    value: t.exposeFloat("value"),
    min: t.exposeFloat("min"),
    max: t.exposeFloat("max"),
    step: t.exposeFloat("step"),
    unit: t.exposeString("unit"),
    writable: t.expose("writable", { type: WritableEnum, nullable: false }),
  }),
});

const BatteryCapabilitiesRef = builder.objectRef<BatteryCapabilities>("BatteryCapabilities").implement({
  fields: (t) => ({
    minSoc: t.expose("minSoc", { type: NumberCapabilityRef }),
    minHomeConsumption: t.expose("minHomeConsumption", { type: NumberCapabilityRef }),
    timePlan: t.expose("timePlan", { type: WritableEnum, nullable: false }),
    smartControl: t.expose("smartControl", { type: WritableEnum, nullable: false }),
    dynamicSoc: t.expose("dynamicSoc", { type: WritableEnum, nullable: false }),
    limits: t.expose("limits", { type: WritableEnum, nullable: false }),
  }),
});

const ShadowManagementCapabilityRef = builder
  .objectRef<ShadowManagementCapability>("ShadowManagementCapability")
  .implement({
    fields: (t) => ({
      strings: t.exposeIntList("strings", { nullable: false }),
      enabled: t.exposeIntList("enabled", { nullable: false }),
      writable: t.expose("writable", { type: WritableEnum, nullable: false }),
    }),
  });

const CapabilitiesRef = builder.objectRef<Capabilities>("Capabilities").implement({
  fields: (t) => ({
    battery: t.expose("battery", { type: BatteryCapabilitiesRef }),
    shadowManagement: t.expose("shadowManagement", { type: ShadowManagementCapabilityRef }),
  }),
});

export const capabilityFields = (t: InverterFields): FieldMap => ({
  capabilities: t.field({
    type: CapabilitiesRef,
    resolve: (inverter, _args, { signal }) => inverter.capabilities({ signal }),
  }),
});
