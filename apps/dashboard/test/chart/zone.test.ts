import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dateOf, daysBetween, isDate, offsetSpans, spanOfDays, startOfDay } from "../../src/chart/zone.ts";

const HOUR = 3_600_000;
const hours = (date: string, zone: string): number => {
  const { from, to } = spanOfDays(date, date, zone);
  return (to - from) / HOUR;
};

test("days of 23 and 25 h, in zones that change their clocks at different moments, and one that changes at midnight", () => {
  expect(hours("2026-03-29", "Europe/Berlin")).toBe(23);
  expect(hours("2026-10-25", "Europe/Berlin")).toBe(25);
  expect(hours("2026-06-21", "Europe/Berlin")).toBe(24);
  expect(hours("2026-03-08", "America/New_York")).toBe(23);
  expect(hours("2026-10-04", "Australia/Lord_Howe")).toBe(23.5);
  // 00:00 is skipped there: the day begins at 01:00.
  expect(hours("2018-11-04", "America/Sao_Paulo")).toBe(23);
  expect(new Date(startOfDay("2018-11-04", "America/Sao_Paulo")).toISOString()).toBe("2018-11-04T03:00:00.000Z");
});

test("a span is cut where the clock is changed, and nowhere else", () => {
  const spans = offsetSpans(spanOfDays("2026-03-01", "2026-11-30", "Europe/Berlin"), "Europe/Berlin");
  expect(spans.map(({ from, offset }) => [new Date(from).toISOString(), offset / HOUR])).toEqual([
    ["2026-02-28T23:00:00.000Z", 1],
    ["2026-03-29T01:00:00.000Z", 2],
    ["2026-10-25T01:00:00.000Z", 1],
  ]);
  expect(offsetSpans({ from: 5, to: 5 }, "Europe/Berlin")).toEqual([]);
});

test("sums of dates know no clock", () => {
  expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
  expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
  expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
  expect([isDate("2026-02-29"), isDate("2028-02-29"), isDate("2026-2-1"), isDate("")]).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC", "Africa/Cairo"];

test("a moment lies in the day that it is dated with", () => {
  const moment = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) });
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), (at, zone) => {
      const date = dateOf(at, zone);
      const { from, to } = spanOfDays(date, date, zone);
      expect(at).toBeGreaterThanOrEqual(from);
      expect(at).toBeLessThan(to);
      expect(dateOf(from, zone)).toBe(date);
      expect(dateOf(to, zone)).toBe(addDays(date, 1));
    }),
  );
});
