import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Switch } from "../ui/switch.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { CopyDay } from "./copy-day.tsx";
import { changedDays, type Edits, type PlanChange, untoldQuarters } from "./edits.ts";
import { type Generation, type ModeLook, modesOf } from "./modes.ts";
import { Palette } from "./palette.tsx";
import { PlanGrid } from "./plan-grid.tsx";
import { PlanList } from "./plan-list.tsx";
import { isTaken, type PlanWrite, SaveBar } from "./save-bar.tsx";
import { text } from "./text.ts";
import { useLayout } from "./use-layout.ts";
import { usePlanEditing } from "./use-plan-editing.ts";
import { type ToldPlan, weekdays, weekPlan } from "./week-plan.ts";
import styles from "./week-plan-editor.module.css";
import { daysName, selectionName } from "./words.ts";

export interface WeekPlanEditorProps {
  /** As the inverter holds it. */
  readonly told: ToldPlan;
  /** Undefined: not known; then only what all generations share can be painted. */
  readonly generation: Generation | undefined;
  readonly canWrite: boolean;
  /** What was painted here before somebody went to another view, and is not saved yet. Default: nothing. */
  readonly begun?: Edits;
  /** After each step, what is painted and perhaps not saved. */
  readonly onEdits?: (edits: Edits) => void;
  /** Sends the change, made of these edits, and tells what came of it. The plan read back comes by `told`. */
  readonly onSave: (change: PlanChange, edits: Edits) => Promise<PlanWrite>;
}

/** The battery's week, painted by mouse, finger or keys. Nothing is sent before it is saved, and no day that was not changed. */
export function WeekPlanEditor({ told, generation, canWrite, begun, onEdits, onSave }: WeekPlanEditorProps): ReactNode {
  const t = useText(text);
  const saved = useMemo(() => weekPlan(told), [told]);
  const enabled = told.enabled ?? null;
  const editing = usePlanEditing(saved, enabled, t, begun);
  const modes = useMemo(
    () =>
      modesOf(
        generation,
        told.days.flatMap(({ ranges }) => ranges),
        t.letter,
      ),
    [generation, told, t],
  );
  const layout = useLayout();
  const [view, setView] = useState<"grid" | "list">("grid");
  const [brush, setBrush] = useState<ModeLook>();
  const [copying, setCopying] = useState(false);
  const palette = useRef<HTMLButtonElement>(null);
  const editor = useRef<HTMLDivElement>(null);
  const { edits, plan, span, said } = editing;
  useEffect(() => onEdits?.(edits), [onEdits, edits]);
  const changed = changedDays(saved, edits);
  const filled = changed.reduce((count, day) => count + untoldQuarters(plan.get(day) ?? []), 0);
  const missing = weekdays.filter((day) => !saved.has(day));

  const choose = (mode: ModeLook): void => {
    setBrush(mode);
    editing.paint(mode);
  };
  const focusGrid = (): void => editor.current?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus();
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    if (!canWrite || !(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) editing.redo();
    else editing.undo();
  };
  const tools = (
    <div className={styles.tools}>
      <Button look="quiet" disabled={!editing.canUndo} onClick={editing.undo}>
        {t.undo}
      </Button>
      <Button look="quiet" disabled={!editing.canRedo} onClick={editing.redo}>
        {t.redo}
      </Button>
      <Button look="quiet" onClick={() => setCopying(true)}>
        {t.copyDay} …
      </Button>
    </div>
  );
  return (
    <div ref={editor} className={styles.editor} onKeyDown={onKeyDown}>
      <p className={styles.intro}>{t.intro}</p>
      {!canWrite && <Notice>{t.readOnly}</Notice>}
      {missing.length > 0 && <Notice kind="warning">{t.missingDays(daysName(t, missing))}</Notice>}
      {enabled === null && edits.enabled === undefined && <Notice>{t.enabledUnknown}</Notice>}
      <Switch
        label={t.enabled}
        note={t.enabledHint}
        checked={edits.enabled ?? enabled ?? false}
        disabled={!canWrite}
        onChange={editing.setEnabled}
      />
      <Tabs
        label={t.view}
        tabs={[
          { id: "grid", label: t.viewGrid },
          { id: "list", label: t.viewList },
        ]}
        selected={view}
        onSelect={setView}
      >
        <div className={styles.panel}>
          {view === "grid" ? (
            <>
              <Palette
                modes={modes}
                brush={brush}
                firstRef={palette}
                readOnly={!canWrite}
                onSelectOnly={() => setBrush(undefined)}
                onMode={(mode) => {
                  choose(mode);
                  focusGrid();
                }}
              />
              <PlanGrid
                editing={editing}
                saved={saved}
                modes={modes}
                layout={layout}
                readOnly={!canWrite}
                brush={brush}
                onMode={choose}
                onEnter={() => palette.current?.focus()}
              />
            </>
          ) : (
            <PlanList
              plan={plan}
              modes={modes}
              changed={changed}
              readOnly={!canWrite}
              onPaint={(mode, where) => editing.paint(mode, where)}
            />
          )}
          <p className={styles.said}>
            <span role="status">{said}</span>
            {said === "" && selectionName(t, editing.selection)}
          </p>
          {canWrite && tools}
          {view === "grid" && (
            <details className={styles.keys}>
              <summary>{t.keys}</summary>
              <ul>
                {[t.keysMouse, t.keysTouch, t.keysMove, t.keysSelect, t.keysPaint, t.keysUndo].map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </Tabs>
      {filled > 0 && <Notice kind="warning">{t.fillsUntold(t.quarters(filled))}</Notice>}
      {canWrite && (
        <SaveBar
          saved={saved}
          enabled={enabled}
          edits={edits}
          onSave={async (change, sent) => {
            // What was said of the last step may not hold any more.
            editing.select(span);
            const written = await onSave(change, sent);
            if (isTaken(written)) editing.saved(sent);
            return written;
          }}
          onDiscard={editing.discard}
        />
      )}
      <CopyDay
        open={copying}
        from={weekdays[span.focus.day] ?? "MONDAY"}
        days={[...saved.keys()]}
        onCopy={(from, to) => {
          editing.copy(from, to);
          setCopying(false);
        }}
        onClose={() => setCopying(false)}
      />
    </div>
  );
}
