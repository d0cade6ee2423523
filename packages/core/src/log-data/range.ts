import type { LogDataRange } from "./types.ts";

/** What is wrong with a range; undefined where nothing is. */
export function rangeProblem({ begin, end }: LogDataRange): string | undefined {
  for (const [name, day] of [
    ["begin", begin],
    ["end", end],
  ] as const) {
    if (day !== undefined && !isDay(day)) return `${name} must be a day like 2026-06-21`;
  }
  return begin !== undefined && end !== undefined && begin > end ? "begin is after end" : undefined;
}

/** Whether it is a day of the calendar, as YYYY-MM-DD. */
function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return day.toISOString().startsWith(text);
}
