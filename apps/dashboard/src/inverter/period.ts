import { addDays, daysBetween } from "../chart/zone.ts";

/** Days that are looked at, both included, YYYY-MM-DD. */
export interface Period {
  readonly begin: string;
  readonly end: string;
}

export type PeriodKind = "day" | "week" | "month";

/** A longer range takes an inverter many minutes: it is downloaded as a file. */
export const mostDays = 31;

/** What a file holds at most: more is beyond what the gateway keeps of a log, and an hour's work for an inverter. */
export const mostDaysOfFile = 366;

/** No log reaches back further: the first inverters of these families were sold in 2017. */
export const firstDay = "2017-01-01";

/** The day, its week from Monday on, or its month; never later than today, when the log ends. */
export function periodOf(kind: PeriodKind, day: string, today: string): Period {
  const [begin, end] = wholePeriod(kind, day);
  return { begin, end: end > today ? today : end };
}

function wholePeriod(kind: PeriodKind, day: string): [begin: string, end: string] {
  if (kind === "day") return [day, day];
  if (kind === "week") {
    const monday = addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
    return [monday, addDays(monday, 6)];
  }
  const first = `${day.slice(0, 7)}-01`;
  const next = addDays(first, 31);
  return [first, addDays(`${next.slice(0, 7)}-01`, -1)];
}

/** The period before or after; undefined of what has not begun, or is before all logs. After one that was cut off by a day that is over now comes its rest. */
export function neighbour(kind: PeriodKind, { begin, end }: Period, by: -1 | 1, today: string): Period | undefined {
  const [first, last] = wholePeriod(kind, begin);
  if (by < 0) return first <= firstDay ? undefined : periodOf(kind, addDays(first, -1), today);
  const day = end < last ? addDays(end, 1) : addDays(last, 1);
  return day > today ? undefined : periodOf(kind, day, today);
}

export type DayProblem = "early" | "future";

/** What keeps a day that somebody typed from being read. */
export function dayProblem(day: string, today: string): DayProblem | undefined {
  if (day < firstDay) return "early";
  return day > today ? "future" : undefined;
}

export type PeriodProblem = DayProblem | "order" | "long" | "longest";

/** The same of a range. */
export function periodProblem({ begin, end }: Period, today: string): PeriodProblem | undefined {
  if (end < begin) return "order";
  const problem = dayProblem(begin, today) ?? dayProblem(end, today);
  if (problem !== undefined) return problem;
  const days = daysBetween(begin, end);
  if (days >= mostDaysOfFile) return "longest";
  return days >= mostDays ? "long" : undefined;
}
