import type { Selection } from "./selection.ts";
import {
  type DayCodes,
  type PlanRange,
  rangesOf,
  sameCodes,
  type Weekday,
  type WeekPlan,
  weekdays,
} from "./week-plan.ts";

/** What was painted and not saved yet: whole days, laid over the plan that the device holds. */
export interface Edits {
  readonly days: WeekPlan;
  /** Whether the plan shall be in force; undefined: as the device has it. */
  readonly enabled: boolean | undefined;
}

export const noEdits: Edits = { days: new Map(), enabled: undefined };

/** What is left of edits when `sent` of them is saved: what was painted or switched since. */
export const without = (edits: Edits, sent: Edits): Edits => ({
  days: new Map(Array.from(edits.days).filter(([day, codes]) => !sameCodes(codes, sent.days.get(day) ?? []))),
  enabled: edits.enabled === sent.enabled ? undefined : edits.enabled,
});

/** The plan as it would be after saving. A day that the device does not tell stays away. */
export const edited = (saved: WeekPlan, { days }: Edits): WeekPlan =>
  new Map(Array.from(saved, ([day, codes]) => [day, days.get(day) ?? codes]));

/** Paints the quarter hours selected; days that the device does not tell are left. */
export function paint(saved: WeekPlan, edits: Edits, selection: Selection, code: number): Edits {
  const days = new Map(edits.days);
  const plan = edited(saved, edits);
  for (const day of selection.days) {
    const codes = plan.get(day);
    if (codes === undefined) continue;
    days.set(day, codes.toSpliced(selection.first, selection.end - selection.first, ...repeated(code, selection)));
  }
  return { ...edits, days };
}

const repeated = (code: number, { first, end }: Selection): number[] => Array.from({ length: end - first }, () => code);

/** Gives other days the quarter hours of one. */
export function copyDay(saved: WeekPlan, edits: Edits, from: Weekday, to: readonly Weekday[]): Edits {
  const codes = edited(saved, edits).get(from);
  if (codes === undefined) return edits;
  const days = new Map(edits.days);
  for (const day of to) if (saved.has(day)) days.set(day, codes);
  return { ...edits, days };
}

/** The days whose quarter hours are others than the device's, from Monday on. */
export const changedDays = (saved: WeekPlan, { days }: Edits): Weekday[] =>
  weekdays.filter((day) => {
    const painted = days.get(day);
    const held = saved.get(day);
    return painted !== undefined && held !== undefined && !sameCodes(painted, held);
  });

/** Quarter hours that differ from the device's, of all days. */
export const changedQuarters = (saved: WeekPlan, edits: Edits): number =>
  changedDays(saved, edits).reduce(
    (count, day) =>
      count + (edits.days.get(day) ?? []).filter((code, quarter) => code !== saved.get(day)?.[quarter]).length,
    0,
  );

export const isEnabledChanged = (enabled: boolean | null, edits: Edits): boolean =>
  edits.enabled !== undefined && edits.enabled !== enabled;

/** What is sent: changed days only, whole, each range by its digit. */
export interface PlanChange {
  readonly enabled?: boolean;
  readonly days: { readonly day: Weekday; readonly ranges: PlanRange[] }[];
}

/** Undefined: there is nothing to save. */
export function planChange(saved: WeekPlan, enabled: boolean | null, edits: Edits): PlanChange | undefined {
  const days = changedDays(saved, edits).map((day) => ({ day, ranges: rangesOf(edits.days.get(day) ?? []) }));
  if (isEnabledChanged(enabled, edits) && edits.enabled !== undefined) return { enabled: edits.enabled, days };
  return days.length === 0 ? undefined : { days };
}

/** Quarter hours of these days that the device does not tell, and that saving makes free: the gateway writes days whole. */
export const untoldQuarters = (codes: DayCodes): number => codes.filter((code) => code === null).length;
