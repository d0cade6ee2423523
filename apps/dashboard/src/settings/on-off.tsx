import { type ReactNode, useId, useRef } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Switch } from "../ui/switch.tsx";
import styles from "./setting-field.module.css";
import { switchState } from "./setting-value.ts";
import { text } from "./text.ts";

export interface OnOffProps {
  readonly label: string;
  /** Whether the label is seen; it is heard in any case. */
  readonly showLabel: boolean;
  readonly hint?: string;
  /** As the device holds it; null: nobody knows. */
  readonly value: string | null;
  readonly valueText: string;
  readonly busy: boolean;
  readonly onChange: (on: boolean) => void;
}

/**
 * A switch, or two buttons where nobody knows which way it stands, since a switch is always heard as on or off. They stay
 * after a write, so that the focus does, and tell by `aria-pressed` what was read back.
 */
export function OnOff(props: OnOffProps): ReactNode {
  const { label, showLabel, hint, value, valueText, busy, onChange } = props;
  const t = useText(text);
  const id = useId();
  const isOn = switchState(value);
  const wasUnknown = useRef(false);
  if (isOn === undefined) wasUnknown.current = true;
  if (!wasUnknown.current) {
    return (
      <Switch
        label={label}
        {...(hint !== undefined && { note: hint })}
        {...(!showLabel && { labelHidden: true, note: valueText })}
        checked={isOn === true}
        disabled={busy}
        onChange={onChange}
      />
    );
  }
  const button = (name: string, on: boolean): ReactNode => (
    <Button
      aria-disabled={busy}
      {...(isOn !== undefined && { "aria-pressed": isOn === on })}
      onClick={() => {
        if (!busy) onChange(on);
      }}
    >
      {name}
    </Button>
  );
  return (
    <div role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-value`} className={styles.form}>
      <p id={`${id}-label`} className={showLabel ? styles.label : "hidden-text"}>
        {label}
      </p>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      <p id={`${id}-value`} className={styles.unknown} data-known={isOn !== undefined}>
        {valueText}
      </p>
      <div className={styles.line}>
        {button(t.switchOn, true)}
        {button(t.switchOff, false)}
      </div>
    </div>
  );
}
