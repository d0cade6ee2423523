import { expect, test } from "vitest";
import { isConfirmed } from "../../src/settings/confirmed.ts";

const inverter = { id: "garage", name: "Garage South" };

test.each([
  ["garage", true],
  ["Garage South", true],
  [" garage ", true],
  ["Garage", false],
  ["GARAGE", false],
  ["", false],
  ["  ", false],
])("%j confirms: %s", (typed, want) => {
  expect(isConfirmed(typed, inverter)).toBe(want);
});

test("an inverter without a name is not confirmed by nothing", () => {
  expect(isConfirmed("", { id: "a", name: "" })).toBe(false);
});
