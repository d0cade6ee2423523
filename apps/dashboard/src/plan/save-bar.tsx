import { type ReactNode, useEffect, useState } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { changedDays, type Edits, type PlanChange, planChange } from "./edits.ts";
import styles from "./save-bar.module.css";
import { type PlanText, text } from "./text.ts";
import type { WeekPlan } from "./week-plan.ts";
import { changesName, daysName } from "./words.ts";

/** What came of saving: how the inverter took it, or why it did not, with what to do. */
export type PlanWrite =
  | { readonly outcome: "APPLIED" | "UNCHANGED" | "IGNORED" | "UNREADABLE" }
  | { readonly failure: ReactNode };

/** Whether the inverter holds now what was sent. */
export const isTaken = (written: PlanWrite): boolean =>
  "outcome" in written && (written.outcome === "APPLIED" || written.outcome === "UNCHANGED");

export interface SaveBarProps {
  readonly saved: WeekPlan;
  readonly enabled: boolean | null;
  readonly edits: Edits;
  readonly onSave: (change: PlanChange, edits: Edits) => Promise<PlanWrite>;
  readonly onDiscard: () => void;
}

/** What is not saved, and the buttons for it. */
export function SaveBar({ saved, enabled, edits, onSave, onDiscard }: SaveBarProps): ReactNode {
  const t = useText(text);
  const [written, setWritten] = useState<PlanWrite>();
  const [saving, setSaving] = useState(false);
  const change = planChange(saved, enabled, edits);
  const isUnsaved = change !== undefined;
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isUnsaved]);
  const save = async (): Promise<void> => {
    if (change === undefined || saving) return;
    setSaving(true);
    setWritten(undefined);
    setWritten(await onSave(change, edits));
    setSaving(false);
  };
  return (
    <div className={styles.bar}>
      <div role="group" aria-label={t.changes} className={styles.line} data-unsaved={isUnsaved}>
        <p className={styles.state}>{saving ? t.saving : changesName(t, saved, enabled, edits)}</p>
        <div className={styles.buttons}>
          <Button disabled={!isUnsaved || saving} onClick={onDiscard}>
            {t.discard}
          </Button>
          {/* Not disabled while saving: the focus would be lost. */}
          <Button look="primary" disabled={!isUnsaved && !saving} aria-disabled={saving} onClick={() => void save()}>
            {t.save}
          </Button>
        </div>
      </div>
      {written !== undefined && <Written written={written} days={daysName(t, changedDays(saved, edits))} t={t} />}
    </div>
  );
}

function Written({ written, days, t }: { written: PlanWrite; days: string; t: PlanText }): ReactNode {
  if ("failure" in written) return written.failure;
  switch (written.outcome) {
    case "APPLIED":
      return (
        <Notice kind="good" live>
          {t.savedApplied}
        </Notice>
      );
    case "UNCHANGED":
      return <Notice live>{t.savedUnchanged}</Notice>;
    case "IGNORED":
      return (
        <Notice kind="warning" live>
          {t.savedIgnored(days)}
        </Notice>
      );
    case "UNREADABLE":
      return (
        <Notice kind="warning" live>
          {t.savedUnreadable}
        </Notice>
      );
  }
}
