import { changedDays, changedQuarters, type Edits, isEnabledChanged } from "./edits.ts";
import type { ModeLook } from "./modes.ts";
import { timeOf } from "./quarter-hours.ts";
import type { Selection } from "./selection.ts";
import type { PlanText } from "./text.ts";
import { type Weekday, type WeekPlan, weekdays } from "./week-plan.ts";

export const modeName = (text: PlanText, { code, mode }: Pick<ModeLook, "code" | "mode">): string =>
  mode === "UNKNOWN" ? text.unknownMode(code) : text.modeName(mode);

/** Three days or more in a row are told as from ... to. */
export function daysName(text: PlanText, days: readonly Weekday[]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return "";
  const inARow = weekdays.indexOf(last) - weekdays.indexOf(first) === days.length - 1;
  return inARow && days.length > 2
    ? text.dayRange(text.day(first), text.day(last))
    : text.list(days.map((day) => text.day(day)));
}

export const rangeName = (text: PlanText, { first, end }: Pick<Selection, "first" | "end">): string =>
  text.range(timeOf(first), timeOf(end));

export const selectionName = (text: PlanText, selection: Selection): string =>
  text.selected(
    daysName(text, selection.days),
    rangeName(text, selection),
    text.quarters(selection.days.length * (selection.end - selection.first)),
  );

/** What is not saved, or that all is. */
export function changesName(text: PlanText, saved: WeekPlan, enabled: boolean | null, edits: Edits): string {
  const days = changedDays(saved, edits);
  const parts = [
    ...(isEnabledChanged(enabled, edits) ? [`${text.unsavedEnabled(edits.enabled === true)}.`] : []),
    ...(days.length > 0
      ? [`${text.unsaved(daysName(text, days), text.quarters(changedQuarters(saved, edits)))}.`]
      : []),
  ];
  return parts.length === 0 ? text.allSaved : parts.join(" ");
}
