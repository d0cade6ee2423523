import fc from "fast-check";
import { expect, test } from "vitest";
import { timeTicks } from "../../src/chart/time-ticks.ts";
import { addDays, spanOfDays, wallClock } from "../../src/chart/zone.ts";

const zone = "Europe/Berlin";
const hoursOf = (date: string, most: number): number[] =>
  timeTicks(spanOfDays(date, date, zone), zone, most).moments.map((moment) => wallClock(moment, zone).hour);

test("by the hour, the hour that comes twice is marked twice, and the skipped one not at all", () => {
  expect(hoursOf("2026-10-25", 30).slice(0, 5)).toEqual([0, 1, 2, 2, 3]);
  expect(hoursOf("2026-03-29", 30).slice(0, 4)).toEqual([0, 1, 3, 4]);
  expect(hoursOf("2026-06-21", 30)).toHaveLength(25);
});

test("by several hours, marks stay at whole local times over the change", () => {
  for (const date of ["2026-03-29", "2026-10-25", "2026-06-21"]) {
    expect(hoursOf(date, 8.4)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 0]);
    expect(hoursOf(date, 5)).toEqual([0, 6, 12, 18, 0]);
  }
  // 02:00 comes twice, an hour apart: marked once by steps of two hours.
  expect(hoursOf("2026-10-25", 14)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 0]);
});

test("by days, marks are midnights, by weeks Mondays", () => {
  const days = timeTicks(spanOfDays("2026-10-20", "2026-10-30", zone), zone, 12).moments;
  expect(days.map((moment) => wallClock(moment, zone)).every(({ hour, minute }) => hour === 0 && minute === 0)).toBe(
    true,
  );
  expect(days).toHaveLength(12);
  const weeks = timeTicks(spanOfDays("2026-10-01", "2026-10-31", zone), zone, 5);
  expect(weeks.moments.map((moment) => new Date(moment + 7_200_000).getUTCDay())).toEqual([1, 1, 1, 1]);
});

test("whatever the span, marks ascend, lie in it, are no more than have room, and stand at whole local times", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
      fc.integer({ min: 2_000, max: 400 * 86_400_000 }),
      fc.integer({ min: 2, max: 30 }),
      fc.constantFrom("Europe/Berlin", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"),
      (from, length, most, timeZone) => {
        const { step, moments } = timeTicks({ from, to: from + length }, timeZone, most);
        // One more for both edges, and up to one for an hour that comes twice.
        expect(moments.length).toBeLessThanOrEqual(most + 2);
        for (const [index, moment] of moments.entries()) {
          expect(moment).toBeGreaterThanOrEqual(from);
          expect(moment).toBeLessThanOrEqual(from + length);
          if (index > 0) expect(moment).toBeGreaterThan(moments[index - 1] ?? 0);
          const { hour, minute, second } = wallClock(moment, timeZone);
          const inDay = (hour * 60 + minute) * 60_000 + second * 1000;
          if (step < 86_400_000) expect(inDay % step).toBe(0);
          else expect(inDay).toBeLessThanOrEqual(3_600_000);
        }
      },
    ),
  );
});

test("a year is not marked by the day", () => {
  const { moments } = timeTicks(spanOfDays("2025-11-01", addDays("2025-11-01", 364), zone), zone, 12);
  expect(moments.length).toBeLessThanOrEqual(14);
  expect(moments.length).toBeGreaterThan(3);
});
