import type { ReactNode } from "react";
import styles from "./notice.module.css";

export interface NoticeProps {
  /** info: to know; warning: something is not as it should be; error: something did not work. */
  readonly kind?: "info" | "good" | "warning" | "error";
  readonly title?: string;
  /** Whether it is read out when it comes up: for what happens while somebody is there. */
  readonly live?: boolean;
  readonly children?: ReactNode;
}

const marks = { info: "i", good: "✓", warning: "!", error: "!" } as const;

/** Tells something in a box. */
export function Notice({ kind = "info", title, live = false, children }: NoticeProps): ReactNode {
  const role = kind === "error" ? "alert" : "status";
  return (
    <div className={styles.notice} data-kind={kind} {...(live && { role })}>
      <span className={styles.mark} aria-hidden="true">
        {marks[kind]}
      </span>
      <div className={styles.text}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}
