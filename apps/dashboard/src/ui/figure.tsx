import type { ReactNode } from "react";
import styles from "./figure.module.css";
import { Quantity, type QuantityProps } from "./quantity.tsx";

export interface FigureProps extends QuantityProps {
  readonly label: string;
  /** A line under the number: what it is made of, or why it is not known. */
  readonly note?: ReactNode;
  /** A colour of tokens.css that the picture has for the same thing, as in `var(--flow-solar)`. */
  readonly color?: string;
}

/** A number that people look for: its label, the number with its unit, and a note. Belongs into `Figures`. */
export const Figure = ({ label, note, color, ...quantity }: FigureProps): ReactNode => (
  <div className={styles.figure}>
    <dt className={styles.label}>
      {color !== undefined && <span className={styles.dot} style={{ background: color }} />}
      {label}
    </dt>
    <dd className={styles.value}>
      <Quantity {...quantity} />
    </dd>
    {note !== undefined && <dd className={styles.note}>{note}</dd>}
  </div>
);

/** A row of `Figure`s that wraps. */
export const Figures = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <dl className={styles.figures}>{children}</dl>
);
