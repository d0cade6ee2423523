import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { peakOf, speedOf, stillBelowWatts, usualPeakWatts, widthOf } from "../../src/flow/motion.ts";

describe("speed", () => {
  test("nothing moves under the threshold, nor where the power is no number", () => {
    for (const watts of [0, 0.4, -12, stillBelowWatts - 0.01, Number.NaN])
      expect(speedOf(watts, usualPeakWatts)).toBe(0);
    expect(speedOf(stillBelowWatts, usualPeakWatts)).toBeGreaterThan(0);
  });

  test("grows with power, ever less, and no further than at the plant's peak", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 1e8, noNaN: true }),
        fc.double({ min: 0.01, max: 0.4, noNaN: true }),
        (peak, part) => {
          const [a, b, c] = [part, 2 * part, 2 * part + part].map((share) =>
            speedOf(stillBelowWatts + share * peak * 0.8, peak),
          );
          expect(b).toBeGreaterThanOrEqual(a ?? Number.NaN);
          expect((b ?? 0) - (a ?? 0)).toBeGreaterThanOrEqual((c ?? 0) - (b ?? 0) - 1e-9);
          expect(speedOf(peak * 50, peak)).toBe(speedOf(Math.max(peak, stillBelowWatts), peak));
        },
      ),
    );
  });

  test("tells a kettle from a fridge: ten times the power is about three times as fast", () => {
    const [fridge = 0, kettle = 0] = [200, 2000].map((watts) => speedOf(watts, usualPeakWatts));
    expect(kettle / fridge).toBeGreaterThan(1.8);
    expect(kettle / fridge).toBeLessThan(4);
  });
});

test("lines are wider with more power, within the picture's measure", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -10, max: 1e9, noNaN: true }),
      fc.double({ min: 1, max: 1e9, noNaN: true }),
      (watts, peak) => {
        expect(widthOf(watts, peak)).toBeGreaterThanOrEqual(2.5);
        expect(widthOf(watts, peak)).toBeLessThanOrEqual(7);
        expect(widthOf(watts * 2, peak)).toBeGreaterThanOrEqual(widthOf(Math.min(watts, watts * 2), peak));
      },
    ),
  );
});

test.each([
  ["a house's by default", null, [500, null], usualPeakWatts],
  ["what is rated", 29_400, [500, 400], 29_400],
  ["what flows, where that is more", 5000, [7000, null], 7000],
  ["a house's where the rated power makes no sense", 0, [], usualPeakWatts],
])("speeds are measured by %s", (_name, rated, watts, want) => {
  expect(peakOf(rated, watts)).toBe(want);
});
