import type { Row } from "./samples.ts";
import { offsetMs } from "./zone.ts";

export interface CsvOptions {
  /** BCP 47; decides on the decimal sign, and so on the separator, as spreadsheets of the language expect them. */
  readonly locale: string;
  readonly timeZone: string;
  /** Heading of the column of times. */
  readonly time: string;
  /** Headings of the other columns, with their units. */
  readonly columns: readonly string[];
}

/**
 * Rows as a spreadsheet opens them by a double click: RFC 4180 with a byte order mark; with a decimal comma, columns are
 * separated by semicolons. Times are local with their offset, so that an hour that comes twice is told apart. Unknown is an
 * empty cell.
 */
export function csv(rows: Iterable<Row>, { locale, timeZone, time, columns }: CsvOptions): string {
  const comma = decimalSign(locale) === ",";
  const separator = comma ? ";" : ",";
  const lines = [[time, ...columns].map((text) => cell(text)).join(separator)];
  for (const row of rows) {
    const values = columns.map((_, column) => number(row.values[column] ?? null, comma));
    lines.push([localIso(row.time, timeZone), ...values].join(separator));
  }
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** `2026-06-21T14:05:00+02:00` */
export function localIso(moment: number, timeZone: string): string {
  const offset = Math.round(offsetMs(moment, timeZone) / 60_000);
  const local = new Date(Math.floor(moment / 1000) * 1000 + offset * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${local}${offset < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

function decimalSign(locale: string): string | undefined {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal")?.value;
}

function number(value: number | null, comma: boolean): string {
  if (value === null) return "";
  const text = String(Math.round(value * 1000) / 1000 + 0);
  return comma ? text.replace(".", ",") : text;
}

function cell(text: string): string {
  // A name that begins like a formula would be run as one by the spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
