import { SetBatteryLimitsDocument } from "@plenticore/client";
import { type ReactNode, useId, useState } from "react";
import { useMutation } from "urql";
import { isOutcomeUnknown, outcomeOf, type Problem } from "../failure/problem.ts";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import styles from "./battery-limits.module.css";
import { emptyLease, type LeaseDraft, leaseOf } from "./lease.ts";
import { text } from "./text.ts";

/** What is to be said of the last limits asked for, or of their end; it outlives the form, which goes once limits hold. */
export interface Said {
  readonly problem?: Problem;
  readonly warning?: string;
  readonly done?: string;
  /** Limits are to end, and the inverter has not been seen to take them back. */
  readonly isEndOpen?: boolean;
}

export interface LeaseFormProps {
  readonly inverterId: string;
  /** Whether the inverter takes a fixed power; undefined: not known. */
  readonly takesPower: boolean | undefined;
  readonly onSaid: (said: Said) => void;
  readonly onChanged: () => void;
}

/** Asks for limits and for how long they shall hold. */
export function LeaseForm({ inverterId, takesPower, onSaid, onChanged }: LeaseFormProps): ReactNode {
  const t = useText(text);
  const id = useId();
  const [draft, setDraft] = useState<LeaseDraft>(emptyLease);
  const [asked, setAsked] = useState(false);
  const [{ fetching }, execute] = useMutation(SetBatteryLimitsDocument);
  const checked = leaseOf(takesPower === false ? { ...draft, power: "" } : draft);
  const problem = asked && "problem" in checked ? t.leaseProblem(checked.problem) : "";
  const take = async (): Promise<void> => {
    setAsked(true);
    if ("problem" in checked || fetching) return;
    onSaid({});
    const answer = await execute({ input: { inverterId, ...checked.lease } });
    const outcome = outcomeOf(answer, ({ setBatteryLimits }) => setBatteryLimits, "SetBatteryLimitsSuccess");
    if ("problem" in outcome) {
      const mayHold = isOutcomeUnknown(outcome.problem);
      onSaid({ ...outcome, isEndOpen: mayHold });
      // These hold all the same, or somebody else's stand in the way.
      if (mayHold || outcome.problem.code === "LIMIT_EXCEEDED") onChanged();
      return;
    }
    const { outcome: came } = outcome.success;
    if (came === "IGNORED") onSaid({ warning: t.ignored(t.noLimit) });
    else onChanged();
    if (came === "UNREADABLE") onSaid({ warning: t.unreadBack });
  };
  const field = (name: keyof LeaseDraft, label: string, unit: string, hint?: string): ReactNode => (
    <div className={styles.field}>
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <div className={styles.input}>
        <input
          id={`${id}-${name}`}
          inputMode="decimal"
          autoComplete="off"
          value={draft[name]}
          placeholder={unit === "W" ? t.noLimit : undefined}
          aria-describedby={`${id}-problem ${id}-${name}-hint`}
          onChange={({ target }) => setDraft({ ...draft, [name]: target.value })}
        />
        {unit}
      </div>
      <p id={`${id}-${name}-hint`} className={styles.intro}>
        {hint}
      </p>
    </div>
  );
  return (
    <form
      className={styles.limits}
      aria-label={t.limitsTitle}
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <div className={styles.row}>
        {field("maxCharge", t.maxCharge, "W")}
        {field("maxDischarge", t.maxDischarge, "W")}
        {takesPower !== false && field("power", t.power, "W", takesPower ? t.powerHint : t.powerHintUnknown)}
      </div>
      <fieldset className={styles.row}>
        <legend>{t.duration}</legend>
        {field("hours", t.hours, "h")}
        {field("minutes", t.minutes, "min")}
      </fieldset>
      <p id={`${id}-problem`} role="alert" className={styles.problem}>
        {problem}
      </p>
      <div>
        <Button type="submit" look="primary" aria-disabled={fetching}>
          {t.lease}
        </Button>
      </div>
      {fetching && <p role="status">{t.writing}</p>}
    </form>
  );
}
