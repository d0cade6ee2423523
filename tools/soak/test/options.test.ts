import { expect, test, vi } from "vitest";
import { parseOptions } from "../src/options.ts";

test("ten minutes with twenty inverters and another seed each time, unless told otherwise", () => {
  expect(parseOptions([], 7)).toEqual({ minutes: 10, seed: 7, inverters: 20 });
  expect(parseOptions(["--minutes", "0.5", "--seed", "3", "--inverters", "5"], 7)).toEqual({
    minutes: 0.5,
    seed: 3,
    inverters: 5,
  });
});

test.each([
  [["--minutes", "0"], "expected at least 0.2."],
  [["--minutes", "x"], "expected at least 0.2."],
  [["--seed", "-1"], "expected a whole number."],
  [["--inverters", "7"], "expected 5 to 100, in fives."],
  [["5"], "too many arguments"],
])("%j is refused", (args, message) => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  expect(() => parseOptions(args, 1)).toThrow(message);
});
