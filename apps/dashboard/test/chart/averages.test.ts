import { expect, test } from "vitest";
import { averages, rowsIn } from "../../src/chart/averages.ts";
import { samplesOf } from "../../src/chart/samples.ts";
import { spanOfDays, wallClock } from "../../src/chart/zone.ts";

const zone = "Europe/Berlin";
const MINUTE = 60_000;
const day = (date: string, value: (index: number) => number | null) => {
  const span = spanOfDays(date, date, zone);
  const count = (span.to - span.from) / (5 * MINUTE);
  const rows = Array.from({ length: count }, (_, index) => ({
    time: span.from + index * 5 * MINUTE,
    values: [value(index)],
  }));
  return { span, samples: samplesOf(rows) };
};

test("few rows stand as they are", () => {
  const { span, samples } = day("2026-06-21", (index) => index);
  const table = averages(samples, 1, span, zone, 300);
  expect(table.step).toBe(0);
  expect(table.rows).toHaveLength(288);
  expect(table.rows).toEqual(rowsIn(samples, 1, span));
});

test.each([
  ["2026-03-29", 23, [0, 1, 3]],
  ["2026-06-21", 24, [0, 1, 2]],
  ["2026-10-25", 25, [0, 1, 2, 2, 3]],
])("on %s an hour's means have %i rows, at whole hours", (date, count, first) => {
  const { span, samples } = day(date, () => 100);
  const { step, rows } = averages(samples, 1, span, zone, 26);
  expect(step).toBe(60 * MINUTE);
  expect(rows).toHaveLength(count);
  expect(rows.slice(0, first.length).map(({ time }) => wallClock(time, zone).hour)).toEqual(first);
  expect(rows.every(({ values }) => values[0] === 100)).toBe(true);
});

test("a mean is of what is known, and unknown where nothing is", () => {
  const { span, samples } = day("2026-06-21", (index) => (index < 12 ? null : index % 2 === 0 ? 10 : null));
  const { rows } = averages(samples, 1, span, zone, 26);
  expect(rows[0]?.values).toEqual([null]);
  expect(rows[1]?.values).toEqual([10]);
});
