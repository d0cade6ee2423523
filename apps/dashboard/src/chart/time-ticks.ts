import { addDays, dateOf, offsetSpans, startOfDay, type TimeSpan } from "./zone.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that a clock is read by. */
const clockSteps: readonly number[] = [
  SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
];

const dayCounts: readonly number[] = [1, 2, 7, 14, 28, 56, 91, 182, 364];

export interface TimeTicks {
  /** In ms; of days, a day's nominal 24 h. */
  readonly step: number;
  /** Moments in ms since 1970, ascending, inside the span. */
  readonly moments: readonly number[];
}

/**
 * Where a time axis is marked: at whole local times of the zone, as many as fit. Where the clock is changed, the marks stay
 * at whole local times: an hour that comes twice is marked twice by hourly steps, and one that is skipped, not at all.
 *
 * @param most how many marks have room; at least 1
 */
export function timeTicks(span: TimeSpan, timeZone: string, most: number): TimeTicks {
  const length = Math.max(span.to - span.from, 1);
  const step = clockSteps.find((candidate) => length / candidate <= most);
  return step === undefined ? dayTicks(span, timeZone, length / DAY / most) : clockTicks(span, timeZone, step);
}

function clockTicks(span: TimeSpan, timeZone: string, step: number): TimeTicks {
  const moments: number[] = [];
  // The last moment may be marked, too: at the right edge of a day stands its midnight.
  for (const { from, to, offset } of offsetSpans({ from: span.from, to: span.to + 1 }, timeZone)) {
    for (let moment = Math.ceil((from + offset) / step) * step - offset; moment < to; moment += step) {
      const last = moments.at(-1);
      // Steps of more than an hour would stand on top of each other where the clock is turned back.
      if (last === undefined || step <= HOUR || moment - last > step / 2) moments.push(moment);
    }
  }
  return { step, moments };
}

function dayTicks({ from, to }: TimeSpan, timeZone: string, least: number): TimeTicks {
  const days = dayCounts.find((count) => count >= least) ?? Math.ceil(least / 364) * 364;
  const moments: number[] = [];
  const first = dateOf(from, timeZone);
  // Days are counted from a Monday, so that weeks are marked by their first day.
  const number = Math.floor(Date.parse(first) / DAY) - 4;
  let date = addDays(first, number % days === 0 ? 0 : days - (number % days));
  for (let moment = startOfDay(date, timeZone); moment <= to; moment = startOfDay(date, timeZone)) {
    if (moment >= from) moments.push(moment);
    date = addDays(date, days);
  }
  return { step: days * DAY, moments };
}

/** The finest step, out of those of a clock and of whole days, that cuts `length` ms into at most `most` pieces. */
export function stepOf(length: number, most: number): number {
  const clock = clockSteps.find((candidate) => length / candidate <= most);
  if (clock !== undefined) return clock;
  const least = length / DAY / most;
  return (dayCounts.find((count) => count >= least) ?? Math.ceil(least / 364) * 364) * DAY;
}
