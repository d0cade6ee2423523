import { type InverterControlsQuery, SetBatteryLimitsDocument } from "@plenticore/client";
import { type ReactNode, useId, useState } from "react";
import { useMutation } from "urql";
import { isOutcomeUnknown, outcomeOf, type Problem } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { inOne } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import styles from "./battery-limits.module.css";
import { emptyLease, type LeaseDraft, leaseOf } from "./lease.ts";
import { useLeaseEnd } from "./lease-end.ts";
import { text } from "./text.ts";

export type RunningLimits = NonNullable<NonNullable<InverterControlsQuery["inverter"]>["batteryLimits"]>;

export interface BatteryLimitsProps {
  readonly inverterId: string;
  readonly running: RunningLimits | null;
  /** Whether this login may, and the inverter can. */
  readonly offered: boolean;
  readonly canWrite: boolean;
  /** What runs may be another than `running`: it must be asked anew. */
  readonly onChanged: () => void;
}

/** What is to be said of the last limits asked for; it outlives the form, which goes once limits hold. */
interface Said {
  readonly problem?: Problem;
  readonly warning?: string;
}

/** Limits of the battery's power for a time: what runs now, and a form for new ones. */
export function BatteryLimits({ inverterId, running, offered, canWrite, onChanged }: BatteryLimitsProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const [said, setSaid] = useState<Said>({});
  useLeaseEnd(running?.until, () => {
    setSaid({});
    onChanged();
  });
  return (
    <div className={styles.limits}>
      <p className={styles.intro}>{t.limitsIntro}</p>
      {running === null ? (
        <p>{t.leaseNone}</p>
      ) : (
        <Notice title={t.leaseRunning(format.dateTime(running.until))}>
          <p>
            {limitRows(running)
              .map(([name, watts]) => `${t[name]}: ${inOne(format.power(watts))}`)
              .join(" · ")}
          </p>
          <p>{t.leaseRunningHint}</p>
        </Notice>
      )}
      {!offered && <p className={styles.intro}>{t.leaseNotOffered}</p>}
      {offered && canWrite && running === null && (
        <LeaseForm inverterId={inverterId} onSaid={setSaid} onChanged={onChanged} />
      )}
      {said.problem !== undefined && <ProblemNotice problem={said.problem} />}
      {said.warning !== undefined && (
        <Notice kind="warning" live>
          {said.warning}
        </Notice>
      )}
    </div>
  );
}

const limitRows = ({ maxCharge, maxDischarge, power }: RunningLimits) =>
  (
    [
      ["maxCharge", maxCharge],
      ["maxDischarge", maxDischarge],
      ["power", power],
    ] as const
  ).filter(([, watts]) => watts !== null);

interface LeaseFormProps extends Pick<BatteryLimitsProps, "inverterId" | "onChanged"> {
  readonly onSaid: (said: Said) => void;
}

function LeaseForm({ inverterId, onSaid, onChanged }: LeaseFormProps): ReactNode {
  const t = useText(text);
  const id = useId();
  const [draft, setDraft] = useState<LeaseDraft>(emptyLease);
  const [asked, setAsked] = useState(false);
  const [{ fetching }, execute] = useMutation(SetBatteryLimitsDocument);
  const checked = leaseOf(draft);
  const problem = asked && "problem" in checked ? t.leaseProblem(checked.problem) : "";
  const take = async (): Promise<void> => {
    setAsked(true);
    if ("problem" in checked || fetching) return;
    onSaid({});
    const answer = await execute({ input: { inverterId, ...checked.lease } });
    const outcome = outcomeOf(answer, ({ setBatteryLimits }) => setBatteryLimits, "SetBatteryLimitsSuccess");
    if ("problem" in outcome) {
      onSaid(outcome);
      // Limits may hold all the same: these, or somebody else's that stand in the way.
      if (isOutcomeUnknown(outcome.problem) || outcome.problem.code === "LIMIT_EXCEEDED") onChanged();
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
        {field("power", t.power, "W", t.powerHint)}
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
