import { expect, test } from "vitest";
import { type BatteryEvidence, hasBatteryPlace } from "../../src/flow/battery-place.ts";

const there = {};
test.each<[string, BatteryEvidence | undefined, boolean | undefined, boolean]>([
  ["nothing has come yet", undefined, undefined, true],
  ["nothing comes any more, and there was none", undefined, false, false],
  ["a battery reports", { battery: there, reporting: 1, expected: 2 }, false, true],
  ["an inverter without one", { battery: null }, true, false],
  ["a plant without one, whole", { battery: null, reporting: 3, expected: 3 }, true, false],
  ["the part that has it is away", { battery: null, reporting: 2, expected: 3 }, true, true],
  ["a part is away, and there was none", { battery: null, reporting: 2, expected: 3 }, false, false],
  ["a part is away from the start", { battery: null, reporting: 2, expected: 3 }, undefined, false],
  ["all parts are away from the start", { battery: null, reporting: 0, expected: 3 }, undefined, true],
])("a place for a battery: %s", (_name, live, before, want) => {
  expect(hasBatteryPlace(live, before)).toBe(want);
});
