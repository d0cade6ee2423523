import { type ReactNode, useId, useState } from "react";
import type { Problem } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { isConfirmed } from "./confirmed.ts";
import styles from "./danger-zone.module.css";
import { text } from "./text.ts";

/** What an action came to: why not, or the gateway's own words about what is left to do. */
export type ActionResult = { readonly problem: Problem } | { readonly warning?: string };

export interface DangerDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly inverter: { readonly id: string; readonly name: string };
  /** A new password is asked for, twice, and given to `onRun`. */
  readonly withPassword: boolean;
  readonly onRun: (newPassword: string) => Promise<ActionResult>;
  readonly onDone: (warning: string | undefined) => void;
  readonly onClose: () => void;
}

/** Asks for the inverter's name or id before it does what can't be taken back. */
export function DangerDialog(props: DangerDialogProps): ReactNode {
  const { title, hint, inverter, withPassword, onRun, onDone, onClose } = props;
  const t = useText(text);
  const id = useId();
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const passwordProblem = !withPassword
    ? ""
    : password === ""
      ? t.passwordEmpty
      : password === repeated
        ? ""
        : t.passwordDiffers;
  const isReady = isConfirmed(typed, inverter) && passwordProblem === "";
  const run = async (): Promise<void> => {
    if (!isReady || running) return;
    setRunning(true);
    setProblem(undefined);
    const result = await onRun(password);
    setRunning(false);
    if ("problem" in result) setProblem(result.problem);
    else onDone(result.warning);
  };
  const passwordField = (name: string, label: string, value: string, set: (value: string) => void): ReactNode => (
    <div className={styles.field}>
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        type="password"
        autoComplete="new-password"
        value={value}
        aria-describedby={`${id}-password`}
        onChange={({ target }) => set(target.value)}
      />
    </div>
  );
  return (
    <Dialog open title={title} busy={running} onClose={onClose}>
      <form
        className={styles.form}
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <p>{hint}</p>
        {withPassword && (
          <>
            {passwordField("new", t.newPassword, password, setPassword)}
            {passwordField("again", t.repeatPassword, repeated, setRepeated)}
            <p id={`${id}-password`} className={styles.problem}>
              {repeated !== "" && passwordProblem}
            </p>
          </>
        )}
        <div className={styles.field}>
          <label htmlFor={`${id}-confirm`}>{t.confirmLabel(inverter.name, inverter.id)}</label>
          <input
            id={`${id}-confirm`}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </div>
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <p role="status">{running && t.running}</p>
        <div className={styles.actions}>
          <Button disabled={running} onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" look="danger" disabled={!isReady} aria-disabled={running}>
            {title}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
