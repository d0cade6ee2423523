import { expect, test } from "vitest";
import { isSamePeriod } from "../../src/data/same-period.ts";

const at = (iso: string): number => Date.parse(iso);
const zone = "Europe/Berlin";

test("a counter counts until its period ends on the plant's clock", () => {
  const evening = "2026-12-31T22:30:00Z";
  expect(isSamePeriod("today", evening, at("2026-12-31T22:59:59Z"), zone)).toBe(true);
  for (const period of ["today", "month", "year"] as const) {
    expect(isSamePeriod(period, evening, at("2026-12-31T23:00:00Z"), zone)).toBe(false);
    expect(isSamePeriod(period, evening, at("2026-12-31T23:00:00Z"), "UTC")).toBe(true);
  }
  expect(isSamePeriod("month", "2026-11-02T10:00:00Z", at("2026-11-30T10:00:00Z"), zone)).toBe(true);
  expect(isSamePeriod("today", "2026-11-02T10:00:00Z", at("2026-11-30T10:00:00Z"), zone)).toBe(false);
});

test("the total never ends", () => {
  expect(isSamePeriod("total", "2020-01-01T00:00:00Z", at("2026-12-31T23:00:00Z"), zone)).toBe(true);
});
