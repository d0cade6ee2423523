import type { ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./gateway-words.module.css";
import { text } from "./text.ts";

/** What the gateway said itself, in English: for those who report it, below the page's own words. */
export function GatewayWords({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useText(text);
  return (
    <details className={styles.details}>
      <summary>{t.details}</summary>
      <p lang="en">{children}</p>
    </details>
  );
}
