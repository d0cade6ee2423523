import { type InverterControlsQuery, SetBatteryLimitsDocument } from "@plenticore/client";
import { type ReactNode, useRef, useState } from "react";
import { useMutation } from "urql";
import { useViewer } from "../data/context.tsx";
import { outcomeOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { inOne } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { KeepFocus } from "../ui/keep-focus.tsx";
import { Notice } from "../ui/notice.tsx";
import styles from "./battery-limits.module.css";
import { useLeaseEnd } from "./lease-end.ts";
import { LeaseForm, type Said } from "./lease-form.tsx";
import { limitKind } from "./limit-kind.ts";
import { text } from "./text.ts";
import { useSettingList } from "./use-setting-list.ts";

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

/** Limits of the battery's power for a time: what runs now, a form for new ones, and their end before it is time. */
export function BatteryLimits({ inverterId, running, offered, canWrite, onChanged }: BatteryLimitsProps): ReactNode {
  const t = useText(text);
  const { plants } = useViewer();
  const plant = plants.find(({ inverters }) => inverters.some(({ id }) => id === inverterId));
  const format = useFormat(plant?.timeZone ?? "UTC");
  const { settings, problem } = useSettingList(inverterId);
  // Nothing is said of generations before it is known which this is, or that nobody will know.
  const isOld =
    settings === undefined ? (problem === undefined ? false : undefined) : limitKind(settings) === "set-points";
  const [said, setSaid] = useState<Said>({});
  const [{ fetching }, execute] = useMutation(SetBatteryLimitsDocument);
  const state = useRef<HTMLDivElement>(null);
  const over = useRef<string>(undefined);
  useLeaseEnd(running?.until, () => {
    // It is asked for more than once while the gateway still tells them.
    if (over.current !== running?.until) setSaid({});
    over.current = running?.until;
    onChanged();
  });
  const end = async (): Promise<void> => {
    if (fetching) return;
    setSaid({ isEndOpen: true });
    const answer = await execute({ input: { inverterId, for: 0 } });
    const outcome = outcomeOf(answer, ({ setBatteryLimits }) => setBatteryLimits, "SetBatteryLimitsSuccess");
    if ("problem" in outcome) setSaid({ ...outcome, isEndOpen: true });
    else if (outcome.success.outcome === "APPLIED" || outcome.success.outcome === "UNCHANGED") {
      setSaid({ done: t.leaseEnded });
    } else setSaid({ warning: t.leaseEndUnsure, isEndOpen: true });
    onChanged();
  };
  const endButton = canWrite && (running !== null || said.isEndOpen) && (
    <div>
      <Button aria-disabled={fetching} onClick={() => void end()}>
        {t.leaseEnd}
      </Button>
    </div>
  );
  return (
    // What has the focus may go when others hold: what holds is told instead.
    <KeepFocus className={styles.limits} next={() => state.current}>
      <p className={styles.intro}>
        {t.limitsIntro} {isOld !== false && t.limitsFallBack}
      </p>
      <div ref={state} role="group" aria-label={t.leaseState} tabIndex={-1}>
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
      </div>
      {endButton}
      {!offered && <p className={styles.intro}>{t.leaseNotOffered}</p>}
      {offered && canWrite && running === null && (
        <LeaseForm inverterId={inverterId} takesPower={isOld} onSaid={setSaid} onChanged={onChanged} />
      )}
      {fetching && <p role="status">{t.writing}</p>}
      {said.problem !== undefined && <ProblemNotice problem={said.problem} />}
      {said.warning !== undefined && (
        <Notice kind="warning" live>
          {said.warning}
        </Notice>
      )}
      {said.done !== undefined && (
        <Notice kind="good" live>
          <p>{said.done}</p>
          {isOld !== false && <p>{t.limitsFallBack}</p>}
        </Notice>
      )}
    </KeepFocus>
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
