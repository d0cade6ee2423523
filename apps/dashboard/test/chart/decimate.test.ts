import fc from "fast-check";
import { expect, test } from "vitest";
import { decimate, emptyView, type View } from "../../src/chart/decimate.ts";
import { type Samples, samplesOf } from "../../src/chart/samples.ts";

const drawn = (samples: Samples, from: number, to: number, pieces: number, gapMs: number): View => {
  const view = emptyView(1);
  decimate(samples, { span: { from, to }, pieces, gapMs: () => gapMs }, view);
  return view;
};
const known = (values: readonly (number | null)[] | undefined): number[] =>
  (values ?? []).filter((value) => value !== null);

/** Rows a second or so apart, now and then with a hole, now and then unknown. */
const series = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 30, arbitrary: fc.integer({ min: 500, max: 2000 }) },
        { weight: 1, arbitrary: fc.constant(90_000) },
      ),
      fc.option(fc.integer({ min: -5000, max: 9000 }), { freq: 20 }),
    ),
    { minLength: 1, maxLength: 400 },
  )
  .map((steps) => {
    let time = 1_700_000_000_000;
    return steps.map(([step, value]) => ({ time: (time += step), values: [value] }));
  });

test("few rows draw the same picture: same extremes, same holes, no line through a hole", () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 10, max: 80 }), (rows, pieces) => {
      const samples = samplesOf(rows);
      const [from, to] = [samples.time(0), samples.time(samples.length - 1) + 1];
      const { times, values } = drawn(samples, from, to, pieces, 15_000);
      const all = known(rows.map((row) => row.values[0] ?? null));
      expect(values[0]).toHaveLength(times.length);
      for (let index = 1; index < times.length; index++) expect(times[index]).toBeGreaterThan(times[index - 1] ?? 0);
      if (all.length > 0) {
        expect(Math.max(...known(values[0]))).toBe(Math.max(...all));
        expect(Math.min(...known(values[0]))).toBe(Math.min(...all));
      }
      const holes = rows.filter((row, index) => index > 0 && row.time - (rows[index - 1]?.time ?? 0) > 15_000);
      for (const { time } of holes) {
        const at = times.findIndex((candidate) => candidate >= time);
        expect(values[0]?.[at - 1]).toBeNull();
      }
      expect(times.length).toBeLessThanOrEqual(2 * pieces + 3 * (holes.length + 2));
    }),
  );
});

test("a picture that moves on keeps the rows that it had", () => {
  const samples = samplesOf(Array.from({ length: 5000 }, (_, index) => ({ time: index * 1000, values: [index % 97] })));
  const before = drawn(samples, 0, 4_000_000, 200, 15_000);
  const after = drawn(samples, 60_000, 4_060_000, 200, 15_000);
  const inner = (view: View): number[] => view.times.filter((time) => time > 100_000 && time < 3_900_000);
  expect(inner(before)).toEqual(inner(after));
  expect(before.times.length).toBeLessThanOrEqual(402);
});

test("a row outside on either side is kept, and a view is filled again without being made anew", () => {
  const samples = samplesOf([0, 10, 20, 30, 40].map((time) => ({ time, values: [time] })));
  const view = emptyView(1);
  const [column] = view.values;
  decimate(samples, { span: { from: 11, to: 25 }, pieces: 10, gapMs: () => 100 }, view);
  expect(view.times).toEqual([10, 20, 30]);
  decimate(samples, { span: { from: 35, to: 99 }, pieces: 10, gapMs: () => 100 }, view);
  expect(view.times).toEqual([30, 40]);
  expect(view.values[0]).toBe(column);
});
