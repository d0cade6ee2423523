import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edgeEnds, edgeIds, edgesOf } from "../../src/flow/flow-power.ts";
import {
  arc,
  curves,
  layoutOf,
  lengthOf,
  pathOf,
  pointAt,
  radius,
  ringParts,
  stepsAlong,
  width,
} from "../../src/flow/geometry.ts";

const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);

describe.each([true, false])("the picture, battery: %s", (hasBattery) => {
  const layout = layoutOf(hasBattery);

  test("has solar on top, grid left, home right, battery below, all inside", () => {
    const { solar, grid, home, battery } = layout.places;
    expect(solar.y).toBeLessThan(grid.y);
    expect(grid.y).toBe(home.y);
    expect(grid.x).toBeLessThan(solar.x);
    expect(solar.x).toBeLessThan(home.x);
    expect(battery.y).toBeGreaterThan(home.y);
    for (const place of [solar, grid, home, ...(hasBattery ? [battery] : [])]) {
      expect(Math.min(place.x, place.y, width - place.x, layout.height - place.y)).toBeGreaterThan(radius);
    }
  });

  test("each way leads from the rim of its source to the rim of its end", () => {
    for (const id of edgesOf(hasBattery)) {
      const { from, to } = edgeEnds[id];
      expect(distance(curves[id].from, layout.places[from])).toBeCloseTo(radius - 2);
      expect(distance(curves[id].to, layout.places[to])).toBeCloseTo(radius - 2);
    }
  });
});

test("the picture is lower without a battery", () => {
  expect(layoutOf(false).height).toBeLessThan(layoutOf(true).height - radius);
});

test("no two ways begin or end at the same point, but for the two between grid and battery", () => {
  const ends = edgeIds.flatMap((id) => (id === "gridToBattery" ? [] : [curves[id].from, curves[id].to]));
  for (const [index, a] of ends.entries())
    for (const b of ends.slice(index + 1)) expect(distance(a, b)).toBeGreaterThan(8);
  expect(pathOf(curves.gridToBattery)).not.toBe(pathOf(curves.batteryToGrid));
});

test.each(edgeIds)("steps along %s are of one length, from end to end", (id) => {
  const steps = stepsAlong(curves[id], 16).map(({ at }) => at);
  expect(steps).toHaveLength(17);
  expect(distance(steps[0]!, curves[id].from)).toBeLessThan(1e-9);
  expect(distance(steps[16]!, curves[id].to)).toBeLessThan(1e-9);
  const lengths = steps.slice(1).map((step, index) => distance(step, steps[index]!));
  const usual = lengthOf(curves[id]) / 16;
  for (const length of lengths) expect(Math.abs(length - usual)).toBeLessThan(0.08 * usual);
});

test("a point of the curve is between its ends", () => {
  fc.assert(
    fc.property(fc.constantFrom(...edgeIds), fc.double({ min: 0, max: 1, noNaN: true }), (id, t) => {
      const { x, y } = pointAt(curves[id], t);
      const { from, to } = curves[id];
      expect(x).toBeGreaterThanOrEqual(Math.min(from.x, to.x) - 1e-9);
      expect(x).toBeLessThanOrEqual(Math.max(from.x, to.x) + 1e-9);
      expect(y).toBeGreaterThanOrEqual(Math.min(from.y, to.y) - 1e-9);
      expect(y).toBeLessThanOrEqual(Math.max(from.y, to.y) + 1e-9);
    }),
  );
});

describe("a ring", () => {
  test("has a part for each share that eyes can see, and none of nothing", () => {
    expect(
      ringParts(
        [
          ["a", 1],
          ["b", 3],
          ["c", 0],
        ],
        4,
        40,
      ).map(({ name }) => name),
    ).toEqual(["a", "b"]);
    expect(ringParts([["a", 1]], 0, 40)).toEqual([]);
    expect(ringParts([["a", Number.NaN]], 4, 40)).toEqual([]);
  });

  test("is closed where one part is the whole", () => {
    expect(arc(0, 2 * Math.PI, 40)).toBe("M0 -40A40 40 0 0 1 0 40A40 40 0 0 1 0 -40");
    expect(ringParts([["a", 4]], 4, 40)).toEqual([{ name: "a", path: arc(0, 2 * Math.PI, 40) }]);
  });

  test("takes the long way for more than half, and never a number that SVG can't read", () => {
    expect(arc(0, Math.PI * 1.5, 40)).toBe("M0 -40A40 40 0 1 1 -40 0");
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 4 }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (values, whole) => {
          const parts = ringParts(
            values.map((value, index) => [String(index), value] as const),
            whole,
            40,
          );
          for (const { path } of parts) expect(path).toMatch(/^[MA\d .e-]+$/);
        },
      ),
    );
  });
});
