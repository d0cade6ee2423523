import {
  type BatteryTimePlan,
  type BatteryDayPlanInput as DayPlan,
  type ErrorCode,
  type Inverter,
  isPlenticoreError,
  type WriteOutcome,
} from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import type { AuditChange } from "../../audit.ts";
import { BatteryModeEnum, BatteryTimePlanRef, WeekdayEnum } from "../battery-plan.ts";
import { builder, type MutationFields } from "../builder.ts";
import { InverterRef } from "../inverter.ts";
import { changesOf } from "./changes.ts";
import { ForbiddenFailureRef, InverterFailureRef, RangeFailureRef, SettingFailureRef } from "./failures.ts";
import { WriteOutcomeEnum } from "./settings.ts";
import { typeOf, UnconfirmedWrite, write } from "./write.ts";

interface SetBatteryTimePlanSuccess {
  readonly inverter: Inverter;
  readonly plan: BatteryTimePlan;
  readonly outcome: WriteOutcome;
}

const SetBatteryTimePlanSuccessRef = builder
  .objectRef<SetBatteryTimePlanSuccess>("SetBatteryTimePlanSuccess")
  .implement({
    fields: (t) => ({
      inverter: t.expose("inverter", { type: InverterRef, nullable: false }),
      plan: t.expose("plan", { type: BatteryTimePlanRef, nullable: false }),
      outcome: t.expose("outcome", { type: WriteOutcomeEnum, nullable: false }),
    }),
  });

const SetBatteryTimePlanResult = builder.unionType("SetBatteryTimePlanResult", {
  types: [SetBatteryTimePlanSuccessRef, RangeFailureRef, SettingFailureRef, InverterFailureRef, ForbiddenFailureRef],
  resolveType: typeOf("SetBatteryTimePlanSuccess"),
});

const BatteryRangeInput = builder.inputType("BatteryRangeInput", {
  fields: (t) => ({
    from: t.field({ type: "QuarterHour", required: true }),
    to: t.field({ type: "QuarterHour", required: true }),
    mode: t.field({ type: BatteryModeEnum }),
    modeCode: t.int(),
  }),
});

const BatteryDayPlanInput = builder.inputType("BatteryDayPlanInput", {
  fields: (t) => ({
    day: t.field({ type: WeekdayEnum, required: true }),
    ranges: t.field({ type: [BatteryRangeInput], required: true }),
  }),
});

const SetBatteryTimePlanInput = builder.inputType("SetBatteryTimePlanInput", {
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    enabled: t.boolean(),
    days: t.field({ type: [BatteryDayPlanInput], required: true }),
  }),
});

export const batteryPlanMutations = (t: MutationFields): FieldMap => ({
  setBatteryTimePlan: t.field({
    type: SetBatteryTimePlanResult,
    nullable: false,
    args: { input: t.arg({ type: SetBatteryTimePlanInput, required: true }) },
    ...write({
      role: "OPERATOR",
      details: ["setting", "range"],
      run: async (inverter, { enabled, days }: typeof SetBatteryTimePlanInput.$inferInput, { signal }) => {
        const { outcome, modules } = await inverter.control.setBatteryTimePlan(
          { enabled: enabled ?? null, days: days.map(withNulls) },
          { signal },
        );
        const changes = changesOf(modules);
        const plan = await readBack(inverter, outcome, changes);
        return { success: { inverter, plan, outcome }, changes };
      },
    }),
  }),
});

/** @throws UnconfirmedWrite that tells what became of the write */
async function readBack(
  inverter: Inverter,
  outcome: WriteOutcome,
  changes: readonly AuditChange[],
): Promise<BatteryTimePlan> {
  const { id: inverterId } = inverter;
  const fail = (code: ErrorCode, why: string, cause?: unknown): never => {
    const message = `${inverterId}: the week plan was written (${outcome}) and can't be read back: ${why}`;
    throw new UnconfirmedWrite(code, message, changes, { inverterId, cause });
  };
  let plan: BatteryTimePlan | null;
  try {
    plan = await inverter.batteryTimePlan();
  } catch (error) {
    if (!isPlenticoreError(error)) throw error;
    return fail(error.code, error.message, error);
  }
  return plan ?? fail("NOT_AVAILABLE", "the inverter tells none");
}

/** Core knows null for what is not given. */
const withNulls = ({ day, ranges }: typeof BatteryDayPlanInput.$inferInput): DayPlan => ({
  day,
  ranges: ranges.map(({ from, to, mode = null, modeCode = null }) => ({ from, to, mode, modeCode })),
});
