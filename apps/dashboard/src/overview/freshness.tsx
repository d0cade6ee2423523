import type { ReactNode } from "react";
import { useAge } from "../data/age.ts";
import { useFormat, useText } from "../text/use-text.ts";
import styles from "./overview.module.css";
import { text } from "./text.ts";
import type { PlantNow } from "./use-plant-now.ts";

export interface FreshnessProps {
  readonly live: PlantNow["live"];
  readonly stale: boolean;
}

/** How old the sums are, and of how many. */
export function Freshness({ live, stale }: FreshnessProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const age = useAge(live);
  return (
    <>
      {live !== undefined && (
        <span className={styles.reporting} data-missing={live.reporting < live.expected}>
          {t.reporting(format.number(live.reporting), format.number(live.expected))}
        </span>
      )}
      <span className={styles.age} data-stale={stale}>
        {age === undefined ? t.noValue : age < 2 ? t.fresh : t.age(format.age(age))}
      </span>
    </>
  );
}
