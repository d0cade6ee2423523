import { expect, test } from "vitest";
import { modelName } from "../../src/text/model-name.ts";

test.each([
  ["PLENTICORE plus", "plus 10", "PLENTICORE plus 10"],
  ["PIKO IQ", "10", "PIKO IQ 10"],
  ["PLENTICORE plus", "", "PLENTICORE plus"],
  ["", "10", "10"],
  ["", "", ""],
])("%j and %j are %j", (family, model, want) => {
  expect(modelName(family, model)).toBe(want);
});
