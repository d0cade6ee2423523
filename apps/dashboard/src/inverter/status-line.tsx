import type { InverterState } from "@plenticore/client";
import type { ReactNode } from "react";
import { useAge } from "../data/age.ts";
import { useLiveInverter } from "../data/context.tsx";
import type { LiveInverter } from "../data/live-store.ts";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import styles from "./inverter.module.css";
import { availabilityWords, inverterStateWords } from "./states-text.ts";
import { text } from "./text.ts";

export interface StatusLineProps {
  readonly inverterId: string;
  readonly timeZone: string;
  readonly state: InverterState | null;
}

/** How the inverter is, how old its values are, and while it is away, why. */
export function StatusLine({ inverterId, timeZone, state }: StatusLineProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const format = useFormat(timeZone);
  const newest = useLiveInverter(inverterId);
  if (newest === undefined) return null;
  const { availability } = newest;
  const { state: available, code, reason, since, lastSeenAt } = availability;
  const word = availabilityWords[language][available];
  return (
    <>
      <p className={styles.status}>
        <span className={styles.pill} data-state={available}>
          {word}
        </span>
        {state !== null && available === "ONLINE" && <span>{inverterStateWords[language][state]}</span>}
        <Age newest={newest} />
      </p>
      {available !== "ONLINE" && (
        <Notice
          kind={available === "STARTING" ? "info" : "warning"}
          title={`${word} ${t.since(format.dateTime(since))}`}
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
