import type { ReactNode } from "react";
import { dash } from "../text/format.ts";
import { useText } from "../text/use-text.ts";
import { HiddenText } from "../ui/hidden-text.tsx";
import { text as uiText } from "../ui/text.ts";
import styles from "./inverter.module.css";

export interface Fact {
  readonly label: string;
  /** Null: unknown. */
  readonly value: ReactNode | null;
}

/** What is said of a thing in words: a label and its value, line by line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  const t = useText(uiText);
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value ?? (
              <>
                <span aria-hidden="true">{dash}</span>
                <HiddenText>{t.unknown}</HiddenText>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
