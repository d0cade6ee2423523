import { expect, test } from "vitest";
import { ofPeriod, type Period } from "../../src/data/same-period.ts";

const isSamePeriod = (period: Period, observedAt: string, at: number, timeZone: string): boolean => {
  const energy = { observedAt };
  const found = ofPeriod(period, energy, at, timeZone);
  expect([energy, undefined]).toContain(found);
  return found === energy;
};

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

test("what is not there is not, and what tells no time is taken as it is", () => {
  const energy = { observedAt: null };
  expect(ofPeriod("today", energy, 0, zone)).toBe(energy);
  expect(ofPeriod("today", null, 0, zone)).toBeUndefined();
  expect(ofPeriod("today", undefined, 0, zone)).toBeUndefined();
});

test("the total never ends", () => {
  expect(isSamePeriod("total", "2020-01-01T00:00:00Z", at("2026-12-31T23:00:00Z"), zone)).toBe(true);
});
