import { type ReactNode, type Ref, useId } from "react";
import { useText } from "../text/use-text.ts";
import type { ModeLook } from "./modes.ts";
import styles from "./palette.module.css";
import gridStyles from "./plan-grid.module.css";
import { text } from "./text.ts";
import { modeName } from "./words.ts";

export interface PaletteProps {
  readonly modes: readonly ModeLook[];
  /** What a drag paints; undefined: it only selects. */
  readonly brush: ModeLook | undefined;
  readonly firstRef: Ref<HTMLButtonElement>;
  readonly onMode: (mode: ModeLook) => void;
  readonly onSelectOnly: () => void;
  /** Where nothing can be painted it is a legend. */
  readonly readOnly: boolean;
}

/** The modes: legend and paint box in one. */
export function Palette({ modes, brush, firstRef, onMode, onSelectOnly, readOnly }: PaletteProps): ReactNode {
  const t = useText(text);
  const id = useId();
  if (readOnly) {
    return (
      <ul className={styles.palette} aria-label={t.mode}>
        {modes.map((mode) => (
          <li key={mode.code} className={styles.entry}>
            <Swatch mode={mode} />
            {modeName(t, mode)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div role="group" aria-labelledby={`${id}-name`} aria-describedby={`${id}-hint`}>
      <p className={styles.name}>
        <strong id={`${id}-name`}>{t.palette}</strong> <span id={`${id}-hint`}>{t.paletteHint}</span>
      </p>
      <div className={styles.palette}>
        {modes.map((mode, index) => (
          <button
            key={mode.code}
            ref={index === 0 ? firstRef : undefined}
            type="button"
            className={styles.button}
            aria-pressed={brush?.code === mode.code}
            aria-keyshortcuts={mode.letter}
            onClick={() => onMode(mode)}
          >
            <Swatch mode={mode} />
            {modeName(t, mode)}
          </button>
        ))}
        <button type="button" className={styles.button} aria-pressed={brush === undefined} onClick={onSelectOnly}>
          {t.selectOnly}
        </button>
      </div>
    </div>
  );
}

export const Swatch = ({ mode: { mode, letter } }: { readonly mode: ModeLook }): ReactNode => (
  <span className={gridStyles.swatch} data-look={mode} data-letter={letter} aria-hidden="true" />
);
