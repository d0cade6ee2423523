import fc from "fast-check";
import { expect, test } from "vitest";
import { checkValue, isSameValue, kindOf, switchState } from "../../src/settings/setting-value.ts";
import { valueName } from "../../src/settings/setting-words.ts";
import { text } from "../../src/settings/text.ts";

const setting = (type: string, min: string | null = null, max: string | null = null, id = "A:B") => ({
  type,
  min,
  max,
  id,
});

test.each([
  [setting("byte", "5", "100"), "whole"],
  [setting("byte", "0", "1"), "switch"],
  [setting("bool"), "switch"],
  [setting("byte", null, null, "Battery:DynamicSoc:Enable"), "switch"],
  [setting("byte", "0", "7", "Generator:ShadowMgmt:Enable"), "whole"],
  [setting("float"), "number"],
  [setting("string", "1", "63"), "text"],
  [setting("something new"), "text"],
] as const)("%j is entered as %s", (given, want) => {
  expect(kindOf(given)).toBe(want);
});

const soc = setting("byte", "5", "100");
const cosPhi = setting("float", "-0.8", "0.8");
const host = setting("string", "1", "5");

test.each([
  [soc, "5", { value: "5" }],
  [soc, " 100 ", { value: "100" }],
  [soc, "4", { problem: "below" }],
  [soc, "101", { problem: "above" }],
  [soc, "7,5", { problem: "whole" }],
  [soc, "", { problem: "empty" }],
  [soc, "ten", { problem: "number" }],
  [soc, "1e1", { problem: "number" }],
  [cosPhi, "0,5", { value: "0.5" }],
  [cosPhi, "-0.9", { problem: "below" }],
  [host, "scb", { value: "scb" }],
  [host, "", { problem: "empty" }],
  [host, "toolong", { problem: "long" }],
  [setting("string", "2", null), "a", { problem: "short" }],
  [setting("something new"), "x y", { value: "x y" }],
] as const)("with %j, %j is %j", (given, typed, want) => {
  expect(checkValue(typed, given)).toEqual(want);
});

test("what passes is within the limits, what is refused is not", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (value, one, other) => {
      const [min, max] = [Math.min(one, other), Math.max(one, other)];
      const checked = checkValue(String(value), setting("int32", String(min), String(max), "X"));
      expect("value" in checked).toBe(value >= min && value <= max);
    }),
  );
});

test("numbers are the same however they are printed, texts only as they stand", () => {
  expect(isSameValue("10", "10.0", "whole")).toBe(true);
  expect(isSameValue("10", "10.0", "text")).toBe(false);
  expect(isSameValue("", "0", "whole")).toBe(false);
});

test.each([
  ["1", true],
  ["1.0", true],
  ["0", false],
  [null, undefined],
  ["", undefined],
  ["2", undefined],
])("a switch whose value is %j is on: %j", (value, on) => {
  expect(switchState(value)).toBe(on);
});

test("a switch is told in words, and is not off where nobody knows", () => {
  const setting = { type: "byte", min: "0", max: "1", id: "Battery:TimeControl:Enable", unit: "" };
  const words = (value: string | null) => [valueName(text.en, setting, value), valueName(text.de, setting, value)];
  expect(words("1.0")).toEqual(["on", "ein"]);
  expect(words("0")).toEqual(["off", "aus"]);
  expect(words(null)).toEqual(["can't be read now", "gerade nicht lesbar"]);
  expect(words("2")).toEqual(["2", "2"]);
});
