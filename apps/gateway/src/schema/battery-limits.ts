import { type BatteryLimits, quantity, type Watt } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";

const BatteryLimitsRef = builder.objectRef<BatteryLimits>("BatteryLimits").implement({
  description: "A running lease. Null: no limit of this kind.",
  fields: (t) => ({
    maxCharge: t.field({ type: "Watt", resolve: ({ maxCharge }) => watt(maxCharge) }),
    maxDischarge: t.field({ type: "Watt", resolve: ({ maxDischarge }) => watt(maxDischarge) }),
    power: t.field({
      type: "Watt",
      description: "+ discharging, - charging.",
      resolve: ({ power }) => watt(power),
    }),
    until: t.expose("until", { type: "DateTime", nullable: false }),
  }),
});

const watt = (value: number | null): Watt | null => (value === null ? null : quantity(value));

export const batteryLimitsFields = (t: InverterFields): FieldMap => ({
  batteryLimits: t.field({
    type: BatteryLimitsRef,
    description: "The limits that this gateway keeps the battery at now. Null: none, as far as this gateway knows.",
    resolve: ({ control }) => control.batteryLimits,
  }),
});
