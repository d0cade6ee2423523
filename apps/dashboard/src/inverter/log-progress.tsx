import type { ReactNode } from "react";
import { spanOfDays } from "../chart/zone.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { KeepFocus } from "../ui/keep-focus.tsx";
import styles from "./inverter.module.css";
import type { LogState } from "./log-loader.ts";
import { text } from "./text.ts";

export interface LogProgressProps {
  readonly state: LogState;
  readonly timeZone: string;
  readonly onCancel: () => void;
  readonly onAgain: () => void;
}

/** How far the log is read, and why no further; and what can be done about it. */
export function LogProgress(props: LogProgressProps): ReactNode {
  const { status } = props.state;
  return (
    <KeepFocus className={status === "failed" ? styles.failed : styles.reading}>
      <Told {...props} />
    </KeepFocus>
  );
}

function Told({ state, timeZone, onCancel, onAgain }: LogProgressProps): ReactNode {
  const t = useText(text);
  const format = useFormat(timeZone);
  const { status, samples, begin, end, failure } = state;
  const last = samples.at(-1)?.time;
  if (status === "loading") {
    const span = spanOfDays(begin, end, timeZone);
    const share = last === undefined ? undefined : (Date.parse(last) - span.from) / (span.to - span.from);
    return (
      <>
        <progress aria-label={t.history} {...(share !== undefined && { value: Math.max(0, share) })} />
        <span role="status">{last === undefined ? t.waiting : t.reading(format.dateTime(last))}</span>
        <Button look="quiet" onClick={onCancel}>
          {t.cancel}
        </Button>
      </>
    );
  }
  if (status === "failed" && failure !== null) {
    return (
      <ProblemNotice kind="warning" title={t.logFailed} problem={failure}>
        <Button onClick={onAgain}>{t.again}</Button>
      </ProblemNotice>
    );
  }
  if (status === "idle") return null;
  const note = status === "cancelled" ? t.cancelled : samples.length === 0 ? t.emptyLog : undefined;
  return (
    <>
      {note !== undefined && <span role="status">{note}</span>}
      <Button look="quiet" onClick={onAgain}>
        {t.again}
      </Button>
    </>
  );
}
