import { expect, test } from "vitest";
import { generationOf, modesOf } from "../../src/plan/modes.ts";
import { text } from "../../src/plan/text.ts";
import type { KnownMode } from "../../src/plan/week-plan.ts";

type Given = Parameters<typeof modesOf>;

const shown = (generation: Given[0], told: Given[1]) =>
  modesOf(generation, told, text.en.letter).map(({ code, letter }) => `${code}${letter}`);

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

const known: readonly KnownMode[] = [
  "FREE",
  "CHARGE_BLOCKED",
  "DISCHARGE_BLOCKED",
  "GRID_CHARGE_USE_ALLOWED",
  "GRID_CHARGE_USE_BLOCKED",
];

test("letters tell modes apart, and none stands for another mode in the other language", () => {
  for (const { letter } of [text.en, text.de]) expect(new Set(known.map(letter)).size).toBe(known.length);
  for (const one of known) {
    expect(known.filter((other) => text.en.letter(one) === text.de.letter(other) && one !== other)).toEqual([]);
  }
});
