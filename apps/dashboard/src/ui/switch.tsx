import { type ReactNode, useId } from "react";
import styles from "./switch.module.css";

export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly note?: string;
  /** The label stands beside it already: it is only heard, and `note` is seen. */
  readonly labelHidden?: boolean;
}

/** On or off, at once. */
export function Switch({
  label,
  checked,
  onChange,
  disabled = false,
  note,
  labelHidden = false,
}: SwitchProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.row}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={checked}
        disabled={disabled}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label htmlFor={id} className={labelHidden ? "hidden-text" : undefined}>
          {label}
        </label>
        {note !== undefined && (
          <p id={`${id}-note`} className={styles.note}>
            {note}
          </p>
        )}
      </div>
    </div>
  );
}
