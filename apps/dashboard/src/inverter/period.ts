import { addDays, daysBetween } from "../chart/zone.ts";

/** Days that are looked at, both included, YYYY-MM-DD. */
export interface Period {
  readonly begin: string;
  readonly end: string;
}

export type PeriodKind = "day" | "week" | "month";

/** A longer range takes an inverter many minutes: it is downloaded as a file. */
export const mostDays = 31;

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

/** The period before or after; undefined of what has not begun. */
export function neighbour(kind: PeriodKind, { begin }: Period, by: -1 | 1, today: string): Period | undefined {
  const [first, last] = wholePeriod(kind, begin);
  const day = by < 0 ? addDays(first, -1) : addDays(last, 1);
  return day > today ? undefined : periodOf(kind, day, today);
}

export type PeriodProblem = "order" | "future" | "long";

/** What keeps a range that somebody typed from being read. */
export function periodProblem({ begin, end }: Period, today: string): PeriodProblem | undefined {
  if (end < begin) return "order";
  if (end > today) return "future";
  return daysBetween(begin, end) >= mostDays ? "long" : undefined;
}
