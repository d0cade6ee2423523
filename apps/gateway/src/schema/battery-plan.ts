import type { BatteryDayPlan, BatteryMode, BatteryRange, BatteryTimePlan, Weekday } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";

export const WeekdayEnum = builder.enumType("Weekday", {
  values: [
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
  ] as const satisfies readonly Weekday[],
});

export const BatteryModeEnum = builder.enumType("BatteryMode", {
  description: "Digit 2 is agreed on by all sources; 1, 3 and 4 depend on the generation: modeCode is the truth.",
  values: [
    "FREE",
    "CHARGE_BLOCKED",
    "DISCHARGE_BLOCKED",
    "GRID_CHARGE_USE_ALLOWED",
    "GRID_CHARGE_USE_BLOCKED",
    "UNKNOWN",
  ] as const satisfies readonly BatteryMode[],
});

const BatteryRangeRef = builder.objectRef<BatteryRange>("BatteryRange").implement({
  fields: (t) => ({
    from: t.expose("from", { type: "QuarterHour", nullable: false }),
    to: t.expose("to", { type: "QuarterHour", nullable: false }),
    mode: t.expose("mode", { type: BatteryModeEnum, nullable: false }),
    modeCode: t.exposeInt("modeCode", { nullable: false }),
  }),
});

const BatteryDayPlanRef = builder.objectRef<BatteryDayPlan>("BatteryDayPlan").implement({
  fields: (t) => ({
    day: t.expose("day", { type: WeekdayEnum, nullable: false }),
    ranges: t.expose("ranges", { type: [BatteryRangeRef], nullable: false }),
  }),
});

export const BatteryTimePlanRef = builder.objectRef<BatteryTimePlan>("BatteryTimePlan").implement({
  fields: (t) => ({
    enabled: t.exposeBoolean("enabled"),
    days: t.expose("days", { type: [BatteryDayPlanRef], nullable: false }),
  }),
});

export const batteryPlanFields = (t: InverterFields): FieldMap => ({
  batteryTimePlan: t.field({
    type: BatteryTimePlanRef,
    resolve: (inverter, _args, { signal }) => inverter.batteryTimePlan({ signal }),
  }),
});
