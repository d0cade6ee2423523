import { expect, test } from "vitest";
import { stringsOf, withString } from "../../src/settings/shadow-strings.ts";

test.each([
  ["0", []],
  ["5", [1, 3]],
  ["2.0", [2]],
  [null, undefined],
  ["", undefined],
  ["on", undefined],
])("%j stands for the strings %j", (value, strings) => {
  expect(stringsOf(value)).toEqual(strings);
});

test("one string is switched, the others stay", () => {
  expect(withString([3], 1, true)).toEqual([1, 3]);
  expect(withString([1, 3], 1, false)).toEqual([3]);
  expect(withString([1, 3], 1, true)).toEqual([1, 3]);
  expect(withString([3], 1, false)).toEqual([3]);
});
