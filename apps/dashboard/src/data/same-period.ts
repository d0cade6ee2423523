import { isoDay } from "../text/format.ts";

/** A counter's period, as the gateway names it; `total` never ends. */
export type Period = "today" | "month" | "year" | "total";

const lengths: Readonly<Record<Period, number>> = { today: 10, month: 7, year: 4, total: 0 };

const days = new Map<string, Intl.DateTimeFormat>();

function dayIn(timeZone: string): Intl.DateTimeFormat {
  const known = days.get(timeZone) ?? isoDay(timeZone);
  days.set(timeZone, known);
  return known;
}

/**
 * Whether a counter that was read at `observedAt` still counts for the period that `at` is in.
 *
 * @param at ms since 1970
 * @param timeZone the plant's, IANA
 */
export function isSamePeriod(period: Period, observedAt: string, at: number, timeZone: string): boolean {
  const begin = (moment: number): string => dayIn(timeZone).format(moment).slice(0, lengths[period]);
  return begin(Date.parse(observedAt)) === begin(at);
}
