import { type InverterControlsQuery, SetBatteryLimitsDocument } from "@plenticore/client";
import { type ReactNode, useId, useState } from "react";
import { useMutation } from "urql";
import { outcomeOf, type Problem } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { inOne } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import styles from "./battery-limits.module.css";
import { emptyLease, type LeaseDraft, leaseOf } from "./lease.ts";
import { text } from "./text.ts";

export type RunningLimits = NonNullable<NonNullable<InverterControlsQuery["inverter"]>["batteryLimits"]>;

export interface BatteryLimitsProps {
  readonly inverterId: string;
  readonly running: RunningLimits | null;
  /** Whether this login may, and the inverter can. */
  readonly offered: boolean;
  readonly canWrite: boolean;
  readonly onTaken: () => void;
}

/** Limits of the battery's power for a time: what runs now, and a form for new ones. */
export function BatteryLimits({ inverterId, running, offered, canWrite, onTaken }: BatteryLimitsProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
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
      {offered && canWrite && running === null && <LeaseForm inverterId={inverterId} onTaken={onTaken} />}
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

function LeaseForm({ inverterId, onTaken }: Pick<BatteryLimitsProps, "inverterId" | "onTaken">): ReactNode {
  const t = useText(text);
  const id = useId();
  const [draft, setDraft] = useState<LeaseDraft>(emptyLease);
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState<{ readonly problem?: Problem; readonly warning?: string }>({});
  const [{ fetching }, execute] = useMutation(SetBatteryLimitsDocument);
  const checked = leaseOf(draft);
  const problem = asked && "problem" in checked ? t.leaseProblem(checked.problem) : "";
  const take = async (): Promise<void> => {
    setAsked(true);
    if ("problem" in checked || fetching) return;
    setFailed({});
    const answer = await execute({ input: { inverterId, ...checked.lease } });
    const outcome = outcomeOf(answer, ({ setBatteryLimits }) => setBatteryLimits, "SetBatteryLimitsSuccess");
    if ("problem" in outcome) setFailed(outcome);
    else if (outcome.success.outcome === "IGNORED") setFailed({ warning: t.ignored(t.noLimit) });
    else if (outcome.success.outcome === "UNREADABLE") setFailed({ warning: t.unreadBack });
    else onTaken();
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
      {failed.problem !== undefined && <ProblemNotice problem={failed.problem} />}
      {failed.warning !== undefined && (
        <Notice kind="warning" live>
          {failed.warning}
        </Notice>
      )}
    </form>
  );
}
