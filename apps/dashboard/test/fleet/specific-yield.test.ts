import fc from "fast-check";
import { expect, test } from "vitest";
import { compareYields, isLow, solarOf } from "../../src/fleet/specific-yield.ts";

const one = (id: string, peakPower: number | null, solar: number | null, stale = false) => ({
  id,
  peakPower,
  solar,
  stale,
});

test("each is measured by its own peak power, against the median of the others", () => {
  const compared = compareYields([one("a", 10_000, 40_000), one("b", 5000, 20_000), one("c", 8000, 16_000)]);
  expect(compared.get("a")).toEqual({ specific: 4, deviation: 100 * (4 / 3 - 1) });
  expect(compared.get("c")).toEqual({ specific: 2, deviation: -50 });
  expect([...compared].filter(([, comparison]) => isLow(comparison)).map(([id]) => id)).toEqual(["c"]);
});

test("without peak power or yield there is nothing to compare, and it spoils nobody's median", () => {
  const compared = compareYields([
    one("a", 10_000, 40_000),
    one("b", null, 50_000),
    one("c", 10_000, null),
    one("d", 0, 1),
  ]);
  expect([...compared.keys()]).toEqual(["a"]);
  expect(compared.get("a")).toEqual({ specific: 4, deviation: null });
  expect(isLow(compared.get("b"))).toBe(false);
});

test("what was read earlier is shown, and compared with nobody", () => {
  const compared = compareYields([
    one("a", 1000, 4000),
    one("b", 1000, 4000),
    one("c", 1000, 5000),
    one("dead since noon", 1000, 1000, true),
  ]);
  expect(compared.get("dead since noon")).toEqual({ specific: 1, deviation: null });
  // The median of b and c, without the dead one's.
  expect(compared.get("a")?.deviation).toBeCloseTo(100 * (4 / 4.5 - 1));
});

test("two inverters, and the first light of a day, give no comparison", () => {
  expect(compareYields([one("a", 1000, 4000), one("b", 1000, 1000)]).get("b")?.deviation).toBeNull();
  const dawn = compareYields([one("a", 1000, 100), one("b", 1000, 10), one("c", 1000, 120)]);
  expect(dawn.get("b")).toEqual({ specific: 0.01, deviation: null });
});

test("who makes what his siblings make is never low, whatever the sizes", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 100, max: 1e6 }), { minLength: 3, maxLength: 40 }), (sizes) => {
      const compared = compareYields(sizes.map((size, index) => one(String(index), size, 3 * size)));
      for (const { deviation } of compared.values()) expect(Math.abs(deviation ?? 1)).toBeLessThan(1e-9);
    }),
  );
});

test("what the strings gave counts, so that a battery makes nobody look low; without their counters the yield does", () => {
  const strings = (...energies: (number | null)[]) => energies.map((energy) => ({ energy }));
  expect(solarOf({ yield: 1900, strings: strings(3900, 1300) })).toBe(5200);
  expect(solarOf({ yield: 1900, strings: strings(3900, null) })).toBe(1900);
  expect(solarOf({ yield: 1900, strings: [] })).toBe(1900);
  expect(solarOf({ yield: null, strings: [] })).toBeNull();
});
