import { type ComponentProps, type ReactNode, useId } from "react";
import styles from "./add-inverter.module.css";

export interface FormFieldProps extends Omit<ComponentProps<"input">, "onChange" | "id"> {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it; empty: nothing. */
  readonly problem?: string;
  readonly onType: (value: string) => void;
}

/** A text field with its label, hint and mistake, tied together for screen readers. */
export function FormField({ label, hint, problem = "", onType, ...input }: FormFieldProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...input}
        id={id}
        aria-invalid={problem !== ""}
        aria-describedby={`${id}-hint ${id}-problem`}
        onChange={({ target }) => onType(target.value)}
      />
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
      </p>
      <p id={`${id}-problem`} className={styles.problem}>
        {problem}
      </p>
    </div>
  );
}
