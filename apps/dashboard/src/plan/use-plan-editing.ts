import { useMemo, useState } from "react";
import { copyDay, type Edits, edited, noEdits, paint, without } from "./edits.ts";
import { beginHistory, type History, redo, step, undo } from "./history.ts";
import type { ModeLook } from "./modes.ts";
import { isSinglePlace, type Selection, type Span, selectionOf, spanAt } from "./selection.ts";
import type { PlanText } from "./text.ts";
import { sameCodes, type Weekday, type WeekPlan } from "./week-plan.ts";
import { changesName, daysName, modeName, rangeName, selectionName } from "./words.ts";

/** What is painted on a plan, what is selected in it, and what there is to say about the last step. */
export interface PlanEditing {
  readonly edits: Edits;
  /** As it would be after saving. */
  readonly plan: WeekPlan;
  readonly span: Span;
  readonly selection: Selection;
  /** For a live region; empty before the first step. */
  readonly said: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly select: (span: Span) => void;
  readonly paint: (mode: ModeLook, selection?: Selection) => void;
  readonly copy: (from: Weekday, to: readonly Weekday[]) => void;
  readonly setEnabled: (enabled: boolean) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Back to what the inverter holds; can be undone. */
  readonly discard: () => void;
  /** The inverter holds these edits now: there is nothing of them to take back any more. */
  readonly saved: (sent: Edits) => void;
}

/** @param begun what was painted before and is not saved yet */
export function usePlanEditing(
  saved: WeekPlan,
  enabled: boolean | null,
  text: PlanText,
  begun: Edits = noEdits,
): PlanEditing {
  const [history, setHistory] = useState<History<Edits>>(() => beginHistory(begun));
  const [span, setSpan] = useState<Span>(() => spanAt({ day: 0, quarter: 0 }));
  const [said, setSaid] = useState("");
  const { present: edits } = history;
  const plan = useMemo(() => edited(saved, edits), [saved, edits]);
  const selection = useMemo(() => selectionOf(span), [span]);

  const go = (next: Edits, words: string): void => {
    if (!sameEdits(edits, next)) setHistory(step(history, next));
    setSaid(words);
  };
  const goBack = (next: History<Edits>, words: (changes: string) => string): void => {
    setHistory(next);
    setSaid(words(changesName(text, saved, enabled, next.present)));
  };
  return {
    edits,
    plan,
    span,
    selection,
    said,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    select: (next) => {
      setSpan(next);
      // A single quarter hour is read out by the focus itself.
      setSaid(isSinglePlace(next) ? "" : selectionName(text, selectionOf(next)));
    },
    paint: (mode, where = selection) => {
      const days = where.days.filter((day) => saved.has(day));
      if (days.length === 0) setSaid(text.nothingToPaint);
      else {
        const words = text.painted(daysName(text, days), rangeName(text, where), modeName(text, mode));
        go(paint(saved, edits, where, mode.code), words);
      }
    },
    copy: (from, to) => go(copyDay(saved, edits, from, to), text.copied(text.day(from), daysName(text, to))),
    setEnabled: (next) => go({ ...edits, enabled: next }, text.unsavedEnabled(next)),
    undo: () => goBack(undo(history), text.undone),
    redo: () => goBack(redo(history), text.redone),
    discard: () => go(noEdits, text.discarded),
    saved: (sent) => setHistory(({ present }) => beginHistory(without(present, sent))),
  };
}

/** Painting what is there already is no step. */
const sameEdits = (one: Edits, other: Edits): boolean =>
  one.enabled === other.enabled &&
  one.days.size === other.days.size &&
  Array.from(one.days).every(([day, codes]) => sameCodes(codes, other.days.get(day) ?? []));
