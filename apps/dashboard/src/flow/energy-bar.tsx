import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Quantity } from "../ui/quantity.tsx";
import styles from "./energy-bar.module.css";
import "./kinds.css";
import type { EnergySplit } from "./energy-parts.ts";
import { flowText } from "./text.ts";

export interface EnergyBarProps {
  /** What the whole is, as in "Home today". */
  readonly title: string;
  readonly split: EnergySplit;
  readonly stale?: boolean;
}

/** A bar of a whole's parts, and each part in words with its energy and share. Unknown is an empty bar and dashes. */
export function EnergyBar({ title, split: { wattHours, parts }, stale = false }: EnergyBarProps): ReactNode {
  const t = useText(flowText);
  const format = useFormat();
  const filled = parts?.filter(({ share }) => share > 0) ?? [];
  // A share of nothing is not defined.
  const isNothing = filled.length === 0;
  return (
    <div className={styles.energyBar} data-stale={stale}>
      <p className={styles.title}>
        <span>{title}</span>
        <strong>
          <Quantity shown={format.energy(wattHours)} stale={stale} />
        </strong>
      </p>
      <div className={styles.bar} aria-hidden="true" data-unknown={parts === null}>
        {filled.map(({ name, kind, share }) => (
          <span key={name} data-kind={kind} className={styles.part} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts === null && <li>{t.partsUnknown}</li>}
        {parts?.map(({ name, kind, wattHours: part, share }) => (
          <li key={name} data-part={name}>
            <span className={styles.swatch} data-kind={kind} aria-hidden="true" />
            <span className={styles.name}>{t[name]}</span> <Quantity shown={format.energy(part)} />{" "}
            <span className={styles.share}>
              <Quantity shown={format.percent(isNothing ? null : 100 * share)} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
