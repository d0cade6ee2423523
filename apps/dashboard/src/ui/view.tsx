import { type ReactNode, useEffect, useRef } from "react";
import styles from "./view.module.css";

export interface ViewProps {
  /** The view's one h1, and the browser's title. */
  readonly title: string;
  /** Where it stands: links to what is above. */
  readonly above?: ReactNode;
  /** At the title's right. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

// Where the page begins, the browser's own focus is right; after navigating, it must follow.
let isFirst = true;

/** A view: its heading gets the focus when somebody comes here, so that screen readers tell where they are. */
export function View({ title, above, aside, children }: ViewProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, []);
  useEffect(() => {
    document.title = `${title} – Plenticore Gateway`;
  }, [title]);
  return (
    <div className={styles.view}>
      {above !== undefined && <div className={styles.above}>{above}</div>}
      <div className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </div>
  );
}
