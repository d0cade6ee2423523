import { quarterOf, quartersADay, timeOf } from "./quarter-hours.ts";

export const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;
export type Weekday = (typeof weekdays)[number];

/** What the battery may do, as the gateway names it; the digit beside it is the truth. */
export type BatteryMode =
  | "FREE"
  | "CHARGE_BLOCKED"
  | "DISCHARGE_BLOCKED"
  | "GRID_CHARGE_USE_ALLOWED"
  | "GRID_CHARGE_USE_BLOCKED"
  | "UNKNOWN";

export type KnownMode = Exclude<BatteryMode, "UNKNOWN">;

/** A stretch of a day, "HH:MM" to "HH:MM", the end not included. */
export interface PlanRange {
  readonly from: string;
  readonly to: string;
  readonly modeCode: number;
}

/** The device's digits of a day, 96 of them; null where the device tells none (FACTS 4.2: shorter texts are possible). */
export type DayCodes = readonly (number | null)[];

/** A day that is missing is one that the device does not tell: it can't be painted. */
export type WeekPlan = ReadonlyMap<Weekday, DayCodes>;

/** A plan as the gateway tells it, with what it says that each digit means. */
export interface ToldPlan {
  readonly enabled?: boolean | null | undefined;
  readonly days: readonly {
    readonly day: Weekday;
    readonly ranges: readonly (PlanRange & { readonly mode: BatteryMode })[];
  }[];
}

export const weekPlan = ({ days }: ToldPlan): WeekPlan =>
  new Map(days.map(({ day, ranges }) => [day, codesOf(ranges)]));

/** @throws RangeError for a range that is off the quarter-hour grid, which the gateway never tells */
export function codesOf(ranges: readonly PlanRange[]): DayCodes {
  const codes = Array.from<number | null>({ length: quartersADay }).fill(null);
  for (const { from, to, modeCode } of ranges) {
    const first = quarterOf(from);
    const end = quarterOf(to);
    if (first === undefined || end === undefined) throw new RangeError(`${from} to ${to} is no range of quarter hours`);
    codes.fill(modeCode, first, end);
  }
  return codes;
}

/** A run of equal quarter hours, as numbers; `end` is not included. */
export interface Run {
  readonly first: number;
  readonly end: number;
  readonly code: number | null;
}

export function runsOf(codes: DayCodes): Run[] {
  const runs: { first: number; end: number; code: number | null }[] = [];
  codes.forEach((code, quarter) => {
    const last = runs.at(-1);
    if (last?.code === code) last.end = quarter + 1;
    else runs.push({ first: quarter, end: quarter + 1, code });
  });
  return runs;
}

/** The ranges that stand for these digits; quarter hours that the device does not tell are in none. */
export const rangesOf = (codes: DayCodes): PlanRange[] =>
  runsOf(codes).flatMap(({ first, end, code }) =>
    code === null ? [] : [{ from: timeOf(first), to: timeOf(end), modeCode: code }],
  );

export const sameCodes = (one: DayCodes, other: DayCodes): boolean =>
  one.length === other.length && one.every((code, quarter) => code === other[quarter]);
