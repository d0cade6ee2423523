import { quantity, type Timestamp } from "./units.ts";

const ISO_WITHOUT_ZONE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z?$/;

/**
 * The moment that a clock in `timeZone` shows as `text` (`YYYY-MM-DDTHH:MM:SS`, as the device prints it, FACTS 2.4).
 * An hour that a clock shows twice is taken as the first, or as the second where the first is before `notBefore`; one
 * that it skips, as the hour after. Undefined where the text is no such time.
 */
export function zonedTime(text: string, timeZone: string, notBefore?: Timestamp): Timestamp | undefined {
  const match = ISO_WITHOUT_ZONE.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(asUtc).toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  // The zone's offsets a day before and after are all that can be in force at that moment.
  const before = asUtc - offsetMs(asUtc - DAY_MS, timeZone);
  const after = asUtc - offsetMs(asUtc + DAY_MS, timeZone);
  const fits = [Math.min(before, after), Math.max(before, after)].filter(
    (moment) => moment + offsetMs(moment, timeZone) === asUtc,
  );
  const since = notBefore ?? Number.NEGATIVE_INFINITY;
  return quantity<Timestamp>(fits.find((moment) => moment >= since) ?? fits[0] ?? before);
}

/** Whether `name` is a zone that this machine knows, as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a clock in the zone is ahead of UTC at a moment, in ms. */
function offsetMs(moment: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
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
  const part = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  const shown = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return shown - Math.floor(moment / 1000) * 1000;
}
