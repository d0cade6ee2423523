import type { ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./loading.module.css";
import { text } from "./text.ts";

/** Something is on its way. Shows itself only to who waits longer than a moment. */
export function Loading(): ReactNode {
  const t = useText(text);
  return (
    <p className={styles.loading} role="status">
      {t.loading}
    </p>
  );
}
