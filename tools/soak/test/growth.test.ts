import { expect, test } from "vitest";
import { growth } from "../src/growth.ts";

const span = { fromMs: 100, untilMs: 200, slack: 5 };

/** Two samples a window; the second is what a request in flight adds. */
const windows = (...least: readonly number[]) =>
  least.flatMap((value, index) => [
    { atMs: 100 + index * 20, value: value + 1_000 },
    { atMs: 110 + index * 20, value },
  ]);

test.each<[string, readonly number[], boolean]>([
  ["a steady rise is growth", [10, 12, 14, 16, 18], true],
  ["a rise within the slack is none", [10, 11, 12, 13, 14], false],
  ["a level is none", [10, 10, 10, 10, 10], false],
  ["a rise with one step back is none", [10, 20, 19, 30, 40], false],
  ["a fall is none", [50, 40, 30, 20, 10], false],
])("%s", (_name, least, grows) => {
  expect(growth(windows(...least), span)).toEqual({ windows: least, grows });
});

test("what is before and after the span does not count", () => {
  const outside = [
    { atMs: 99, value: 0 },
    { atMs: 200, value: 0 },
  ];
  expect(growth([...outside, ...windows(10, 12, 14, 16, 18)], span).grows).toBe(true);
});

test("nothing is said of a window without samples", () => {
  expect(() => growth(windows(10, 12, 14, 16), span)).toThrow("no sample in window 5 of 5");
});
