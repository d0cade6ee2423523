import { type Inverter, PlenticoreError, type Timestamp, type WriteOutcome } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type MutationFields } from "../builder.ts";
import { InverterRef } from "../inverter.ts";
import { changesOf } from "./changes.ts";
import { ForbiddenFailureRef, InverterFailureRef, SettingFailureRef } from "./failures.ts";
import { WriteOutcomeEnum } from "./settings.ts";
import { typeOf, write } from "./write.ts";

/** What holds for longer is the week plan's or a setting's. */
const longestLeaseDays = 7;
const secondsPerDay = 86_400;

interface SetBatteryLimitsSuccess {
  readonly inverter: Inverter;
  readonly until: Timestamp;
  readonly outcome: WriteOutcome;
}

const SetBatteryLimitsSuccessRef = builder.objectRef<SetBatteryLimitsSuccess>("SetBatteryLimitsSuccess").implement({
  fields: (t) => ({
    inverter: t.expose("inverter", { type: InverterRef, nullable: false }),
    until: t.expose("until", { type: "DateTime", nullable: false }),
    outcome: t.expose("outcome", { type: WriteOutcomeEnum, nullable: false }),
  }),
});

const SetBatteryLimitsResult = builder.unionType("SetBatteryLimitsResult", {
  types: [SetBatteryLimitsSuccessRef, SettingFailureRef, InverterFailureRef, ForbiddenFailureRef],
  resolveType: typeOf("SetBatteryLimitsSuccess"),
});

const SetBatteryLimitsInput = builder.inputType("SetBatteryLimitsInput", {
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    maxCharge: t.field({ type: "Watt" }),
    maxDischarge: t.field({ type: "Watt" }),
    power: t.field({ type: "Watt" }),
    for: t.field({ type: "Second", required: true }),
  }),
});

export const batteryLimitsMutations = (t: MutationFields): FieldMap => ({
  setBatteryLimits: t.field({
    type: SetBatteryLimitsResult,
    nullable: false,
    description: "A lease: the gateway rewrites the set points for as long as asked, then ends them.",
    args: { input: t.arg({ type: SetBatteryLimitsInput, required: true }) },
    ...write({
      role: "OPERATOR",
      details: ["setting"],
      run: async (inverter, input: typeof SetBatteryLimitsInput.$inferInput, { signal }) => {
        const { for: seconds, maxCharge = null, maxDischarge = null, power = null } = input;
        if (seconds > longestLeaseDays * secondsPerDay) {
          throw new PlenticoreError(
            "BAD_INPUT",
            `${inverter.id}: limits can be leased for ${longestLeaseDays} days (${longestLeaseDays * secondsPerDay} s) at most`,
            { inverterId: inverter.id },
          );
        }
        const { limits, outcome, modules } = await inverter.control.setBatteryLimits(
          { maxCharge, maxDischarge, power, forMs: seconds * 1000 },
          { signal },
        );
        return { success: { inverter, until: limits.until, outcome }, changes: changesOf(modules) };
      },
    }),
  }),
});
