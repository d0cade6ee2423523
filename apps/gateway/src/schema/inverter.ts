import type { Inverter } from "@plenticore/core";
import { availabilityFields } from "./availability.ts";
import { batteryLimitsFields } from "./battery-limits.ts";
import { batteryPlanFields } from "./battery-plan.ts";
import { builder } from "./builder.ts";
import { capabilityFields } from "./capabilities.ts";
import { deviceFields } from "./device.ts";
import { energyFields } from "./energy.ts";
import { eventFields } from "./events.ts";
import { liveFields } from "./live.ts";
import { logDataFields } from "./log-data.ts";
import { NodeRef } from "./node.ts";
import { processDataFields } from "./process-data.ts";
import { settingsFields } from "./settings.ts";
import { updateFields } from "./update.ts";

export const InverterRef = builder.objectRef<Inverter>("Inverter").implement({
  interfaces: [NodeRef],
  fields: (t) => ({
    name: t.exposeString("name", { nullable: false }),
    url: t.exposeString("url", { nullable: false }),
    peakPower: t.expose("peakPower", {
      type: "Watt",
      description: "From the configuration: the peak power of the modules attached, in Wp.",
    }),
    readOnly: t.exposeBoolean("readOnly", { nullable: false }),
    ...availabilityFields(t),
    ...deviceFields(t),
    ...liveFields(t),
    ...energyFields(t),
    ...processDataFields(t),
    ...settingsFields(t),
    ...batteryPlanFields(t),
    ...batteryLimitsFields(t),
    ...eventFields(t),
    ...updateFields(t),
    ...logDataFields(t),
    ...capabilityFields(t),
  }),
});
