import type { Device } from "../device.ts";
import { DAY } from "../model/zone.ts";
import { COLUMNS, preamble } from "./columns.ts";
import { KEPT_DAYS, rowsOf } from "./rows.ts";

export interface LogRange {
  /** Local dates as days since 1970, both inclusive. Default: all that is kept. */
  readonly begin?: number | undefined;
  readonly end?: number | undefined;
}

/** The file, a day at a time: a year of it is never in memory at once. */
export function* logFile(device: Device, range: LogRange): Generator<string> {
  const now = device.clock.now();
  const { zone } = device.plant;
  const today = zone.dayOf(now);
  const since = device.loggedSince();
  const oldest = Math.max(today - KEPT_DAYS, zone.dayOf(since));
  yield `${[...preamble(device.version().hostname, now), COLUMNS.join("\t")].join("\n")}\n`;
  const end = Math.min(today, range.end ?? today);
  for (let day = Math.max(oldest, range.begin ?? oldest); day <= end; day++) {
    let text = "";
    for (const row of rowsOf(device, day, now)) if (row.time > since) text += `${row.text}\n`;
    if (text !== "") yield text;
  }
}

/** `2020-04-12` as days since 1970; undefined for what is no date. */
export function parseDate(text: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  // 2021-02-30 would be taken for March: a date prints as it was written.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text) ? undefined : time / DAY;
}
