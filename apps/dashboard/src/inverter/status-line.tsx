import type { InverterState } from "@plenticore/client";
import type { ReactNode } from "react";
import { useAge } from "../data/age.ts";
import { useLiveInverter } from "../data/context.tsx";
import type { LiveInverter } from "../data/live-store.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { stateText } from "../fleet/state-text.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Notice, type NoticeProps } from "../ui/notice.tsx";
import styles from "./inverter.module.css";
import { text } from "./text.ts";

export interface StatusLineProps {
  readonly inverterId: string;
  readonly timeZone: string;
  readonly state: InverterState | null;
}

/** How the inverter is, how old its values are, and while it is away, why. */
export function StatusLine({ inverterId, timeZone, state }: StatusLineProps): ReactNode {
  const t = useText(text);
  const states = useText(stateText);
  const format = useFormat(timeZone);
  const newest = useLiveInverter(inverterId);
  if (newest === undefined) return null;
  const { availability, error } = newest;
  const { state: available, code, reason, since, lastSeenAt } = availability;
  const word = states[available];
  const why = code === null ? "" : states.reason(code);
  const notice: Pick<NoticeProps, "kind" | "title"> = {
    kind: available === "STARTING" ? "info" : "warning",
    title: [word, t.since(format.dateTime(since)), why === "" ? "" : `– ${why}`].join(" ").trim(),
  };
  const seen = <p>{lastSeenAt === null ? t.neverSeen : t.lastSeen(format.dateTime(lastSeenAt))}</p>;
  return (
    <>
      <p className={styles.status}>
        <span className={styles.pill} data-state={available}>
          {word}
        </span>
        {state !== null && available === "ONLINE" && <span>{states[state]}</span>}
        <Age newest={newest} />
      </p>
      {available === "ONLINE" && error !== null && <ProblemNotice kind="info" problem={error} />}
      {available !== "ONLINE" &&
        (code === null ? (
          <Notice {...notice} live>
            {seen}
          </Notice>
        ) : (
          <ProblemNotice {...notice} problem={{ code, message: reason ?? "" }}>
            {seen}
          </ProblemNotice>
        ))}
    </>
  );
}

/** Alone, since it changes each second. */
function Age({ newest: { live, receivedAt } }: { readonly newest: LiveInverter }): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const age = useAge(live === null ? undefined : { ...live, receivedAt });
  if (age === undefined) return <span className={styles.soft}>{t.noValues}</span>;
  return <span className={styles.soft}>{age < 2 ? t.ageNow : t.age(format.age(age))}</span>;
}
