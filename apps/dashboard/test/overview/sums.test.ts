import { expect, test } from "vitest";
import { ratedOf, sumOf } from "../../src/overview/sums.ts";

test("a sum is of what is known, and tells of how many; of nothing it is unknown and not 0", () => {
  expect(sumOf([1, null, 2, undefined])).toEqual({ sum: 3, known: 2, of: 4 });
  expect(sumOf([null, undefined])).toEqual({ sum: null, known: 0, of: 2 });
  expect(sumOf([])).toEqual({ sum: null, known: 0, of: 0 });
  expect(sumOf([0])).toEqual({ sum: 0, known: 1, of: 1 });
});

test("the rated power of a plant is known where each inverter's is", () => {
  expect(ratedOf([{ peakPower: 9800 }, { peakPower: 8400 }])).toBe(18_200);
  expect(ratedOf([{ peakPower: 9800 }, { peakPower: null }])).toBeNull();
});
