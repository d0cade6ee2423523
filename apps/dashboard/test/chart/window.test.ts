import fc from "fast-check";
import { expect, test } from "vitest";
import { isWhole, pan, within, zoom } from "../../src/chart/window.ts";

const bounds = { from: 0, to: 86_400_000 };

test("zooming keeps its center, panning its length, and neither leaves the bounds", () => {
  const action = fc.record({
    factor: fc.double({ min: 0.1, max: 4, noNaN: true }),
    share: fc.double({ min: -1, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      let span = bounds as { from: number; to: number };
      for (const { factor, share } of actions) {
        const moved = pan(span, bounds, share);
        expect(moved.to - moved.from).toBeCloseTo(span.to - span.from, 3);
        span = zoom(moved, bounds, factor);
        expect(span.from).toBeGreaterThanOrEqual(bounds.from);
        expect(span.to).toBeLessThanOrEqual(bounds.to);
        expect(span.to - span.from).toBeGreaterThanOrEqual(59_999);
      }
    }),
  );
  expect(zoom({ from: 0, to: 40_000_000 }, bounds, 0.5, 10_000_000)).toEqual({ from: 5_000_000, to: 25_000_000 });
});

test("what is shorter than a minute is made one, and what is short altogether stays whole", () => {
  expect(within({ from: 10, to: 20 }, bounds)).toEqual({ from: 10, to: 60_010 });
  expect(within({ from: 10, to: 20 }, { from: 0, to: 5_000 })).toEqual({ from: 0, to: 5_000 });
  expect(isWhole(zoom(bounds, bounds, 2), bounds)).toBe(true);
  expect(isWhole(zoom(bounds, bounds, 0.5), bounds)).toBe(false);
});
