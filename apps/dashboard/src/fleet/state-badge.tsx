import type { ReactNode } from "react";
import type { LiveInverter } from "../data/live-store.ts";
import { useText } from "../text/use-text.ts";
import { type Condition, wordingOf } from "./condition.ts";
import styles from "./state-badge.module.css";
import { stateText } from "./state-text.ts";
import { text } from "./text.ts";

export interface StateBadgeProps {
  readonly inverter: LiveInverter | undefined;
  readonly condition: Condition;
}

const looks = {
  refused: "bad",
  away: "bad",
  trouble: "bad",
  stale: "warn",
  low: "warn",
  limited: "warn",
  starting: "soft",
  good: "good",
  disabled: "soft",
} as const satisfies Readonly<Record<Condition, string>>;

const marks = { bad: "!", warn: "!", soft: "·", good: "✓" } as const;

/** What state an inverter is in, and why: a mark, a word, and the reason. */
export function StateBadge({ inverter, condition }: StateBadgeProps): ReactNode {
  const t = useText(text);
  const states = useText(stateText);
  const look = looks[condition];
  const wording = wordingOf(inverter);
  const word = wording.kind === "waiting" ? t.waiting : states[wording.state];
  // An inverter that restarts by itself is busy, and no less online: only its newest answer tells.
  const code = wording.kind === "availability" ? wording.code : (inverter?.error?.code ?? null);
  const reason = [
    condition === "stale" || condition === "low" ? t[condition] : "",
    code === null ? "" : states.reason(code),
  ]
    .filter((part) => part !== "")
    .join(": ");
  return (
    <span className={styles.badge} data-look={look}>
      <span className={styles.mark} aria-hidden="true">
        {marks[look]}
      </span>
      <span>
        {word}
        {reason !== "" && <span className={styles.reason}> {reason}</span>}
      </span>
    </span>
  );
}
