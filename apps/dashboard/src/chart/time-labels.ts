import type { Language } from "../text/define-text.ts";
import { locales } from "../text/format.ts";
import { dateOf, spanOfDays, wallClock } from "./zone.ts";

const DAY_MS = 86_400_000;

/** How moments on a time axis are written. */
export interface TimeLabels {
  /** Of a mark, by the distance between the marks: a date at midnight, else the time of day. */
  mark(moment: number, step: number): string;
  /** In full, with seconds where they tell rows apart; with the zone on days of 23 or 25 h. @param gapMs rows further apart are not joined */
  full(moment: number, gapMs: number): string;
}

export function createTimeLabels(language: Language, timeZone: string): TimeLabels {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locales[language], { timeZone, hourCycle: "h23", ...options });
  const date = format({ day: "numeric", month: "short" });
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  const [minutes, seconds] = [format(clock), format({ ...clock, second: "2-digit" })];
  const full = { weekday: "short", day: "numeric", month: "short", ...clock } as const;
  const fulls = [full, { ...full, second: "2-digit" } as const].map(
    (options) => [format(options), format({ ...options, timeZoneName: "short" })] as const,
  );
  return {
    mark: (moment, step) => {
      const { hour, minute, second } = wallClock(moment, timeZone);
      if (step >= DAY_MS || (hour === 0 && minute === 0 && second === 0)) return date.format(moment);
      return (step < 60_000 ? seconds : minutes).format(moment);
    },
    full: (moment, gapMs) => {
      const [plain, zoned] = fulls[gapMs < 120_000 || moment % 60_000 !== 0 ? 1 : 0] ?? [minutes, minutes];
      const day = dateOf(moment, timeZone);
      const { from, to } = spanOfDays(day, day, timeZone);
      return (to - from === DAY_MS ? plain : zoned).format(moment);
    },
  };
}
