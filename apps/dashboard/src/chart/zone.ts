/** What a clock in a zone shows at a moment. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What a clock in the IANA zone shows at `moment` (ms since 1970). */
export function wallClock(moment: number, timeZone: string): WallClock {
  const parts = formatOf(timeZone).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

/** How far a clock in the zone is ahead of UTC at `moment`, in ms. */
export function offsetMs(moment: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(moment, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

/** The local date `YYYY-MM-DD` of a moment. */
export function dateOf(moment: number, timeZone: string): string {
  return new Date(moment + offsetMs(moment, timeZone)).toISOString().slice(0, 10);
}

/** `date` (`YYYY-MM-DD`) and so many days on; a calendar's sum, which knows no clock. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `begin` to `end`, both `YYYY-MM-DD`. */
export const daysBetween = (begin: string, end: string): number =>
  Math.round((Date.parse(end) - Date.parse(begin)) / DAY_MS);

/** Whether `text` is a date `YYYY-MM-DD` that is in the calendar. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The first moment of a local day: 00:00, or where a change of the clock skips it, the moment after. */
export function startOfDay(date: string, timeZone: string): number {
  const asUtc = Date.parse(date);
  // The zone's offsets a day before and after are all that can be in force at that moment.
  const before = asUtc - offsetMs(asUtc - DAY_MS, timeZone);
  const after = asUtc - offsetMs(asUtc + DAY_MS, timeZone);
  const fits = [Math.min(before, after), Math.max(before, after)];
  return fits.find((moment) => moment + offsetMs(moment, timeZone) === asUtc) ?? before;
}

/** A stretch of time in ms since 1970, `to` excluded. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** The local days `begin` to `end`, both included: 23 or 25 h more or less where the clock is changed. */
export const spanOfDays = (begin: string, end: string, timeZone: string): TimeSpan => ({
  from: startOfDay(begin, timeZone),
  to: startOfDay(addDays(end, 1), timeZone),
});

/** A stretch in which the zone's clock is not changed. */
export interface OffsetSpan extends TimeSpan {
  readonly offset: number;
}

/** A span cut where the zone's clock is changed. Zones change a clock at most once in a day, on a whole minute. */
export function offsetSpans({ from, to }: TimeSpan, timeZone: string): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let start = from;
  let offset = offsetMs(from, timeZone);
  for (let at = from; at < to; ) {
    const next = Math.min(at + DAY_MS, to);
    const nextOffset = offsetMs(next, timeZone);
    if (nextOffset !== offset) {
      const change = changeBetween(at, next, offset, timeZone);
      if (change > start) spans.push({ from: start, to: change, offset });
      start = change;
      offset = nextOffset;
    }
    at = next;
  }
  if (to > start) spans.push({ from: start, to, offset });
  return spans;
}

function changeBetween(low: number, high: number, offset: number, timeZone: string): number {
  let [before, after] = [Math.floor(low / 1000), Math.ceil(high / 1000)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetMs(middle * 1000, timeZone) === offset) before = middle;
    else after = middle;
  }
  return after * 1000;
}
