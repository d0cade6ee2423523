import type { ReactNode } from "react";
import { spanOfDays } from "../chart/zone.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import styles from "./inverter.module.css";
import type { LogState } from "./log-loader.ts";
import { text } from "./text.ts";

export interface LogProgressProps {
  readonly state: LogState;
  readonly timeZone: string;
  readonly onCancel: () => void;
  readonly onAgain: () => void;
}

/** How far the log is read, and why no further. */
export function LogProgress({ state, timeZone, onCancel, onAgain }: LogProgressProps): ReactNode {
  const t = useText(text);
  const format = useFormat(timeZone);
  const { status, samples, begin, end, failure } = state;
  const last = samples.at(-1)?.time;
  if (status === "loading") {
    const span = spanOfDays(begin, end, timeZone);
    const share = last === undefined ? undefined : (Date.parse(last) - span.from) / (span.to - span.from);
    return (
      <div className={styles.reading} role="status">
        <progress aria-label={t.history} {...(share !== undefined && { value: Math.max(0, share) })} />
        <span>{last === undefined ? t.waiting : t.reading(format.dateTime(last))}</span>
        <Button look="quiet" onClick={onCancel}>
          {t.cancel}
        </Button>
      </div>
    );
  }
  if (status === "failed" && failure !== null) {
    return (
      <ProblemNotice kind="warning" title={t.logFailed} problem={failure}>
        <Button onClick={onAgain}>{t.again}</Button>
      </ProblemNotice>
    );
  }
  if (status === "cancelled") {
    return (
      <div className={styles.reading} role="status">
        <span>{t.cancelled}</span>
        <Button look="quiet" onClick={onAgain}>
          {t.again}
        </Button>
      </div>
    );
  }
  return status === "done" && samples.length === 0 ? (
    <p className={styles.soft} role="status">
      {t.emptyLog}
    </p>
  ) : null;
}
