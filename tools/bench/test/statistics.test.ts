import { describe, expect, test } from "vitest";
import { mean, median, percentile, spread } from "../src/statistics.ts";

describe("median", () => {
  test.each([
    { given: [3], want: 3 },
    { given: [9, 1, 5], want: 5 },
    { given: [10, 2, 4, 1], want: 3 },
    { given: [100, 20, 3], want: 20 },
    { given: [], want: Number.NaN },
  ])("of $given is $want", ({ given, want }) => {
    expect(median(given)).toBe(want);
  });

  test("leaves the list as it was", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  test.each([
    { values: hundred, share: 0.5, want: 50 },
    { values: hundred, share: 0.99, want: 99 },
    { values: hundred, share: 1, want: 100 },
    { values: hundred, share: 0, want: 1 },
    { values: [7, 300], share: 0.99, want: 300 },
    { values: [], share: 0.5, want: Number.NaN },
  ])("$share is $want", ({ values, share, want }) => {
    expect(percentile(values, share)).toBe(want);
  });
});

test("mean of three", () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
});

test("spread gives the middle and both ends", () => {
  expect(spread([4, 9, 5])).toEqual({ median: 5, min: 4, max: 9 });
});
