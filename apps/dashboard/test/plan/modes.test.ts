import { expect, test } from "vitest";
import { generationOf, modesOf } from "../../src/plan/modes.ts";

const shown = (...given: Parameters<typeof modesOf>) => modesOf(...given).map(({ code, letter }) => `${code}${letter}`);

test.each([
  ["01.26.09454", "G1"],
  ["02.20.21395", "later"],
  ["3.06.01.20869", "later"],
  [null, undefined],
])("firmware %s is of generation %s", (swVersion, want) => {
  expect(generationOf(swVersion)).toBe(want);
});

test("a generation offers the digits that it is known to have", () => {
  expect(shown("G1", [])).toEqual(["0F", "1C", "2D"]);
  expect(shown("later", [])).toEqual(["0F", "2D", "3G", "4H"]);
  expect(shown(undefined, [])).toEqual(["0F", "2D"]);
});

test("a digit of the plan is offered too, whatever it means, and what the gateway tells of it holds", () => {
  expect(shown("later", [{ modeCode: 1, mode: "UNKNOWN" }])).toEqual(["0F", "11", "2D", "3G", "4H"]);
  expect(shown(undefined, [{ modeCode: 1, mode: "CHARGE_BLOCKED" }])).toEqual(["0F", "1C", "2D"]);
});

test("letters tell modes apart", () => {
  for (const generation of ["G1", "later"] as const) {
    const letters = modesOf(generation, [{ modeCode: 9, mode: "UNKNOWN" }]).map(({ letter }) => letter);
    expect(new Set(letters).size).toBe(letters.length);
  }
});
