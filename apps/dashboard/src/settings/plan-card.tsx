import { SetBatteryTimePlanDocument } from "@plenticore/client";
import { type ReactNode, useState } from "react";
import { useMutation } from "urql";
import { outcomeOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { generationOf } from "../plan/modes.ts";
import type { ToldPlan } from "../plan/week-plan.ts";
import { WeekPlanEditor } from "../plan/week-plan-editor.tsx";

export interface PlanCardProps {
  readonly inverterId: string;
  readonly plan: ToldPlan;
  readonly swVersion: string | undefined;
  readonly canWrite: boolean;
}

/** The week plan with the inverter behind it. */
export function PlanCard({ inverterId, plan, swVersion, canWrite }: PlanCardProps): ReactNode {
  const [, execute] = useMutation(SetBatteryTimePlanDocument);
  // Read back after saving; newer than what the page began with.
  const [readBack, setReadBack] = useState<{ readonly since: ToldPlan; readonly plan: ToldPlan }>();
  return (
    <WeekPlanEditor
      told={readBack?.since === plan ? readBack.plan : plan}
      generation={generationOf(swVersion)}
      canWrite={canWrite}
      onSave={async ({ enabled, days }) => {
        const input = { inverterId, days, ...(enabled !== undefined && { enabled }) };
        const outcome = outcomeOf(
          await execute({ input }),
          ({ setBatteryTimePlan }) => setBatteryTimePlan,
          "SetBatteryTimePlanSuccess",
        );
        if ("problem" in outcome) return { failure: <ProblemNotice problem={outcome.problem} /> };
        setReadBack({ since: plan, plan: outcome.success.plan });
        return outcome.success;
      }}
    />
  );
}
