import type { ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./gateway-words.module.css";
import type { Problem } from "./problem.ts";
import { text } from "./text.ts";

/** What to do is in the message: the page knows of no field of which file. */
const namesWhat: ReadonlySet<string> = new Set<Problem["code"]>([
  "BAD_INPUT",
  "CONFIGURATION_INVALID",
  "CONFIGURATION_READ_ONLY",
]);

export interface GatewayWordsProps {
  readonly message: string;
  /** Of a failure. */
  readonly code?: Problem["code"];
}

/** What the gateway said itself, English on every page: for those who report it, below the page's own words. */
export function GatewayWords({ code, message }: GatewayWordsProps): ReactNode {
  const t = useText(text);
  return (
    <details className={styles.details} open={code !== undefined && namesWhat.has(code)}>
      <summary>{t.details}</summary>
      <p lang="en">
        {code !== undefined && <code>{code}: </code>}
        {message}
      </p>
    </details>
  );
}
