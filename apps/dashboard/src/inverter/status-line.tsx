import type { InverterState } from "@plenticore/client";
import type { ReactNode } from "react";
import { useAge } from "../data/age.ts";
import { useLiveInverter } from "../data/context.tsx";
import type { LiveInverter } from "../data/live-store.ts";
import { stateText } from "../fleet/state-text.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
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
  return (
    <>
      <p className={styles.status}>
        <span className={styles.pill} data-state={available}>
          {word}
        </span>
        {state !== null && available === "ONLINE" && <span>{states[state]}</span>}
        <Age newest={newest} />
      </p>
      {available === "ONLINE" && error !== null && (
        <Notice kind="info" title={states.reason(error.code)} live>
          <p>
            <code>{error.code}</code> {error.message}
          </p>
        </Notice>
      )}
      {available !== "ONLINE" && (
        <Notice
          kind={available === "STARTING" ? "info" : "warning"}
          title={[word, t.since(format.dateTime(since)), why === "" ? "" : `– ${why}`].join(" ").trim()}
          live
        >
          {code !== null && (
            <p>
              <code>{code}</code> {reason}
            </p>
          )}
          <p>{lastSeenAt === null ? t.neverSeen : t.lastSeen(format.dateTime(lastSeenAt))}</p>
        </Notice>
      )}
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
