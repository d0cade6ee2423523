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

/** What the gateway says of a failure, English on every page, with the code: for those who report it. */
export function GatewayWords({ code, message }: Pick<Problem, "code" | "message">): ReactNode {
  const t = useText(text);
  return (
    <details className={styles.details} open={namesWhat.has(code)}>
      <summary>{t.details}</summary>
      <p lang="en">
        <code>{code}</code>: {message}
      </p>
    </details>
  );
}
