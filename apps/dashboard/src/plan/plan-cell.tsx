import { memo, type ReactNode } from "react";
import styles from "./plan-grid.module.css";

interface PlanCellProps {
  /** "day-quarter", 0 to 6 and 0 to 95. */
  readonly place: string;
  /** What a screen reader says: day, time, mode. */
  readonly name: string;
  /** `UNTOLD` where the device does not tell it. */
  readonly look: string;
  /** At the beginning of a run, else empty. */
  readonly letter: string;
  /** Sides of the selection's border that run here: t, r, b, l; undefined: not selected. */
  readonly edges: string | undefined;
  readonly tabbable: boolean;
  readonly changed: boolean;
  readonly hour: boolean;
  readonly readOnly: boolean;
}

/** A quarter hour. There are 672: only those whose properties change are drawn again. */
export const PlanCell = memo(function PlanCell(props: PlanCellProps): ReactNode {
  const { place, name, look, letter, edges, tabbable, changed, hour, readOnly } = props;
  return (
    <div
      role="gridcell"
      className={styles.cell}
      aria-label={name}
      aria-selected={edges !== undefined}
      aria-readonly={readOnly}
      tabIndex={tabbable ? 0 : -1}
      data-place={place}
      data-look={look}
      data-edges={edges}
      data-letter={letter === "" ? undefined : letter}
      data-changed={changed || undefined}
      data-hour={hour || undefined}
    />
  );
});
