import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { isOutcomeUnknown } from "../failure/problem.ts";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { OnOff } from "./on-off.tsx";
import type { Setting } from "./setting.ts";
import styles from "./setting-field.module.css";
import { checkValue, isSameValue, kindOf, limitOf } from "./setting-value.ts";
import { isSecret, limitsName, valueName } from "./setting-words.ts";
import { text } from "./text.ts";
import { useWriting } from "./use-writing.ts";
import { type WriteResult, WriteResultNotice } from "./write-result.tsx";

export interface SettingFieldProps {
  readonly setting: Pick<Setting, "type" | "min" | "max" | "id" | "unit">;
  /** For the control; the visible name is the caller's where `showLabel` is false. */
  readonly label: string;
  readonly showLabel?: boolean;
  readonly hint?: string;
  /** As the device holds it; null: it can't be read. */
  readonly value: string | null;
  /** What told `value`: another one is a newer word. */
  readonly answer: unknown;
  readonly onWrite: (value: string) => Promise<WriteResult>;
  /** A slider beside the number, where the device tells both limits. */
  readonly slider?: boolean;
  /** Whether it holds what nobody else knows: what is typed, a write that runs, a value read back. Then it must not be taken away. */
  readonly onUse?: (inUse: boolean) => void;
}

interface ReadBack {
  readonly since: string | null;
  readonly answer: unknown;
  readonly value: string | null;
}

/** One setting with its control: checked against the device's limits before sending, read back after. What was typed stays. */
export function SettingField(props: SettingFieldProps): ReactNode {
  const { setting, label, showLabel = true, hint, value: given, answer, onWrite, slider = false, onUse } = props;
  const t = useText(text);
  const id = useId();
  const writing = useWriting();
  const [typed, setTyped] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const secret = isSecret(setting);
  const { result } = writing;
  // Newer than what the list told, until that tells something else; what nobody knows, until it is told anew.
  const [readBack, setReadBack] = useState<ReadBack>();
  const isNewest = readBack?.since === given && (readBack.value !== null || readBack.answer === answer);
  if (readBack !== undefined && !isNewest) setReadBack(undefined);
  const held = readBack !== undefined && isNewest ? readBack.value : given;
  const kind = kindOf(setting);
  const shown = typed ?? (secret ? "" : (held ?? ""));
  const checked = checkValue(shown, setting);
  const isChanged =
    typed !== undefined &&
    !(held !== null && isSameValue(kind === "text" ? typed : typed.replace(",", "."), held, kind));
  const problem = isChanged && "problem" in checked ? t.problem(checked.problem) : "";
  const limits = limitsName(t, setting);
  const inUse = isChanged || writing.isRunning || held !== given;
  useEffect(() => {
    onUse?.(inUse);
    return () => onUse?.(false);
  }, [onUse, inUse]);
  const write = (value: string, sent = value): void =>
    void writing.run(async () => {
      const written = await onWrite(value);
      setReadBack({ since: given, answer, value: heldAfter(written, held) });
      const isTaken = !("problem" in written) && (written.outcome === "APPLIED" || written.outcome === "UNCHANGED");
      // What was typed stays until the device has taken it, and what was typed since; a switch shows what the device holds.
      if (isTaken || kind === "switch") {
        keepFocus();
        setTyped((now) => (now === sent ? undefined : now));
      }
      return written;
    });
  /** The buttons go with what was typed: who stands on one of them goes on from the input. */
  const keepFocus = (): void => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLButtonElement && form.current?.contains(activeElement)) input.current?.focus();
  };
  const [low, high] = [limitOf(setting.min), limitOf(setting.max)];
  const control =
    kind === "switch" ? (
      <OnOff
        label={label}
        showLabel={showLabel}
        {...(hint !== undefined && { hint })}
        value={typed ?? held}
        valueText={valueName(t, setting, typed ?? held)}
        busy={writing.isRunning}
        onChange={(on) => {
          setTyped(on ? "1" : "0");
          write(on ? "1" : "0");
        }}
      />
    ) : (
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if ("value" in checked && isChanged) write(checked.value, typed);
        }}
      >
        <label htmlFor={id} className={showLabel ? styles.label : "hidden-text"}>
          {label}
        </label>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
        <div className={styles.line}>
          {slider && low !== undefined && high !== undefined && limitOf(shown) !== undefined && (
            <input
              type="range"
              className={styles.slider}
              aria-label={label}
              min={low}
              max={high}
              value={limitOf(shown)}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
          <input
            ref={input}
            id={id}
            className={kind === "text" ? styles.text : styles.number}
            type={secret ? "password" : "text"}
            inputMode={kind === "text" ? "text" : kind === "number" ? "decimal" : "numeric"}
            autoComplete={secret ? "new-password" : "off"}
            spellCheck={false}
            value={shown}
            placeholder={held === null ? t.unreadable : undefined}
            aria-invalid={problem !== ""}
            aria-describedby={`${id}-limits ${id}-problem`}
            onChange={({ target }) => setTyped(target.value)}
          />
          <span id={`${id}-limits`} className={styles.limits}>
            {limits ?? (setting.unit || t.noLimits)}
          </span>
        </div>
        <p id={`${id}-problem`} className={styles.problem}>
          {problem}
        </p>
        {isChanged && (
          <div className={styles.line}>
            <Button type="submit" look="primary" disabled={"problem" in checked} aria-disabled={writing.isRunning}>
              {t.write}
            </Button>
            <Button
              look="quiet"
              onClick={() => {
                keepFocus();
                setTyped(undefined);
                writing.forget();
              }}
            >
              {t.revert}
            </Button>
          </div>
        )}
      </form>
    );
  return (
    <div className={styles.field}>
      {control}
      <p role="status" className={styles.limits}>
        {writing.isRunning && t.writing}
      </p>
      {result !== undefined && <WriteResultNotice result={result} show={(value) => valueName(t, setting, value)} />}
    </div>
  );
}

/** What the device holds after a write; null where that is not known. */
function heldAfter(result: WriteResult, before: string | null): string | null {
  if ("value" in result) return result.value;
  return isOutcomeUnknown(result.problem) ? null : before;
}
