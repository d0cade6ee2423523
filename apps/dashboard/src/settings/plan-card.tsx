import { SetBatteryTimePlanDocument } from "@plenticore/client";
import { type ReactNode, useCallback, useState } from "react";
import { useMutation } from "urql";
import { useData } from "../data/context.tsx";
import { outcomeOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { type Edits, noEdits, without } from "../plan/edits.ts";
import { generationOf } from "../plan/modes.ts";
import { isTaken } from "../plan/save-bar.tsx";
import type { ToldPlan } from "../plan/week-plan.ts";
import { WeekPlanEditor } from "../plan/week-plan-editor.tsx";

export interface PlanCardProps {
  readonly inverterId: string;
  readonly plan: ToldPlan;
  readonly swVersion: string | undefined;
  readonly canWrite: boolean;
}

/** What is painted and not saved, by inverter, of each login: it outlives going to another view, and is forgotten with the page. */
const begun = new WeakMap<object, Map<string, Edits>>();

/** The week plan with the inverter behind it. */
export function PlanCard({ inverterId, plan, swVersion, canWrite }: PlanCardProps): ReactNode {
  const [, execute] = useMutation(SetBatteryTimePlanDocument);
  const { client } = useData().session;
  const keep = useCallback(
    (edits: Edits): void => {
      const kept = begun.get(client) ?? new Map<string, Edits>();
      begun.set(client, kept.set(inverterId, edits));
    },
    [client, inverterId],
  );
  const before = begun.get(client)?.get(inverterId);
  // Read back after saving; newer than what the page began with.
  const [readBack, setReadBack] = useState<{ readonly since: ToldPlan; readonly plan: ToldPlan }>();
  return (
    <WeekPlanEditor
      told={readBack?.since === plan ? readBack.plan : plan}
      generation={generationOf(swVersion)}
      canWrite={canWrite}
      {...(before !== undefined && { begun: before })}
      onEdits={keep}
      onSave={async ({ enabled, days }, sent) => {
        const input = { inverterId, days, ...(enabled !== undefined && { enabled }) };
        const outcome = outcomeOf(
          await execute({ input }),
          ({ setBatteryTimePlan }) => setBatteryTimePlan,
          "SetBatteryTimePlanSuccess",
        );
        if ("problem" in outcome) return { failure: <ProblemNotice problem={outcome.problem} /> };
        // Here, too: the editor may be gone, and what is saved must not come back as unsaved.
        if (isTaken(outcome.success)) keep(without(begun.get(client)?.get(inverterId) ?? noEdits, sent));
        setReadBack({ since: plan, plan: outcome.success.plan });
        return outcome.success;
      }}
    />
  );
}
