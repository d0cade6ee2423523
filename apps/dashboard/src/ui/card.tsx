import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

export interface CardProps {
  readonly title: ReactNode;
  /** At the title's right: a switch, a link, a mark of freshness. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a view with a heading of its own. */
export function Card({ title, aside, children }: CardProps): ReactNode {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** The same look for what needs no heading of its own. */
export const Panel = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <div className={`${styles.card} ${styles.plain}`}>{children}</div>
);
