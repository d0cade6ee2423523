import type { ReactNode } from "react";
import { dash, type Shown } from "../text/format.ts";
import { useText } from "../text/use-text.ts";
import { HiddenText } from "./hidden-text.tsx";
import styles from "./quantity.module.css";
import { text } from "./text.ts";

export interface QuantityProps {
  readonly shown: Shown;
  /** The value is old: grey, and a word for those who see no grey. */
  readonly stale?: boolean | undefined;
  /** How old it is, in words; told where it is stale. */
  readonly age?: string | undefined;
}

/** A number with its unit, in the line. Unknown is a dash that is read as the word. */
export function Quantity({ shown: { value, unit }, stale = false, age = "" }: QuantityProps): ReactNode {
  const t = useText(text);
  if (value === dash) {
    return (
      <span className={styles.quantity}>
        <span aria-hidden="true">{dash}</span>
        <HiddenText>{t.unknown}</HiddenText>
      </span>
    );
  }
  return (
    <span className={styles.quantity} data-stale={stale}>
      {value}
      {unit !== "" && <span className={styles.unit}>{`\u{a0}${unit}`}</span>}
      {stale && <HiddenText> ({t.stale(age)})</HiddenText>}
    </span>
  );
}
