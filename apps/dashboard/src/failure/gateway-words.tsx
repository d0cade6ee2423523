import type { ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./gateway-words.module.css";
import type { Problem } from "./problem.ts";
import { text } from "./text.ts";

/** What the gateway says of a failure, English on every page, with the code: for those who report it. */
export function GatewayWords({ code, message }: Pick<Problem, "code" | "message">): ReactNode {
  const t = useText(text);
  return (
    <details className={styles.details}>
      <summary>{t.details}</summary>
      <p lang="en">
        <code>{code}</code>: {message}
      </p>
    </details>
  );
}
