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
 * A counter, as long as it counts for the period that `at` is in: yesterday's is none of today.
 *
 * @param at ms since 1970
 * @param timeZone the plant's, IANA
 */
export function ofPeriod<Energy extends { readonly observedAt: string | null }>(
  period: Period,
  energy: Energy | null | undefined,
  at: number,
  timeZone: string,
): Energy | undefined {
  if (energy === null || energy === undefined) return undefined;
  const begin = (moment: number): string => dayIn(timeZone).format(moment).slice(0, lengths[period]);
  const { observedAt } = energy;
  return observedAt === null || begin(Date.parse(observedAt)) === begin(at) ? energy : undefined;
}
