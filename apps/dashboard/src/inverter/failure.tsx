import type { ReactNode } from "react";
import type { Polled } from "../data/polled.ts";
import { problemOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useText } from "../text/use-text.ts";
import styles from "./inverter.module.css";
import { text } from "./text.ts";

/** Why a part of the page is not there, or no newer. */
export function Failure({ error }: { readonly error: NonNullable<Polled<unknown>["error"]> }): ReactNode {
  const t = useText(text);
  return (
    <div className={styles.failure}>
      <ProblemNotice kind="warning" title={t.partFailed} problem={problemOf(error)} live={false} />
    </div>
  );
}
