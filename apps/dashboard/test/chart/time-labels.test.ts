import { expect, test } from "vitest";
import { createTimeLabels } from "../../src/chart/time-labels.ts";

const zone = "Europe/Berlin";
const [english, german] = [createTimeLabels("en", zone), createTimeLabels("de", zone)];

test("marks are times of day, dates at midnight and by days, seconds where they are close", () => {
  expect(english.mark(Date.UTC(2026, 5, 21, 12, 5), 300_000)).toBe("14:05");
  expect(english.mark(Date.UTC(2026, 5, 20, 22), 3_600_000)).toBe("21 Jun");
  expect(german.mark(Date.UTC(2026, 5, 20, 22), 86_400_000)).toBe("21. Juni");
  expect(german.mark(Date.UTC(2026, 5, 21, 12, 5, 10), 10_000)).toBe("14:05:10");
});

test("in full, the hour that comes twice is told apart by its zone", () => {
  const [first, second] = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)];
  expect(german.full(first, 480_000)).not.toBe(german.full(second, 480_000));
  expect(german.full(first, 480_000)).toContain("MESZ");
  expect(english.full(Date.UTC(2026, 5, 21, 12, 5), 480_000)).toBe("Sun 21 Jun, 14:05");
  expect(english.full(Date.UTC(2026, 5, 21, 12, 5, 9), 15_000)).toBe("Sun 21 Jun, 14:05:09");
});
