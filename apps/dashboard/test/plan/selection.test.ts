import fc from "fast-check";
import { expect, test } from "vitest";
import { isSelected, movedBy, placeAt, type Span, selectionOf, spanAt } from "../../src/plan/selection.ts";
import { places } from "./arbitraries.ts";

const at = (day: number, quarter: number): Span => spanAt({ day, quarter });
const key = (text: string): { key: string; shift: boolean; command: boolean } => {
  const parts = text.split("+");
  return { key: parts.at(-1) || " ", shift: parts.includes("Shift"), command: parts.includes("Ctrl") };
};

test.each([
  ["ArrowRight", [2, 11]],
  ["ArrowLeft", [2, 9]],
  ["ArrowDown", [3, 10]],
  ["ArrowUp", [1, 10]],
  ["PageDown", [2, 14]],
  ["PageUp", [2, 6]],
  ["Home", [2, 0]],
  ["End", [2, 95]],
  ["Ctrl+Home", [0, 0]],
  ["Ctrl+End", [6, 95]],
] as const)("with days as rows %s leads to day %j", (pressed, [day, quarter]) => {
  expect(movedBy(at(2, 10), key(pressed), "days-as-rows")).toEqual(at(day, quarter));
});

test.each([
  ["ArrowRight", [3, 10]],
  ["ArrowDown", [2, 11]],
  ["Home", [0, 10]],
  ["End", [6, 10]],
  ["PageDown", [2, 14]],
] as const)("with days as columns %s leads to day %j", (pressed, [day, quarter]) => {
  expect(movedBy(at(2, 10), key(pressed), "days-as-columns")).toEqual(at(day, quarter));
});

test("the week ends at its borders", () => {
  expect(movedBy(at(0, 0), key("ArrowUp"), "days-as-rows")).toEqual(at(0, 0));
  expect(movedBy(at(6, 95), key("ArrowRight"), "days-as-rows")).toEqual(at(6, 95));
  expect(movedBy(at(6, 95), key("PageDown"), "days-as-columns")).toEqual(at(6, 95));
});

test("Shift extends from where it was begun, a plain arrow begins anew, Escape keeps only the focus", () => {
  const extended = ["Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown"].reduce(
    (span, pressed) => movedBy(span, key(pressed), "days-as-rows") ?? span,
    at(0, 4),
  );
  expect(selectionOf(extended)).toEqual({ days: ["MONDAY", "TUESDAY"], first: 4, end: 7 });
  expect(movedBy(extended, key("Escape"), "days-as-rows")).toEqual(at(1, 6));
  expect(movedBy(extended, key("ArrowLeft"), "days-as-rows")).toEqual(at(1, 5));
});

test("all of the week, and whole days", () => {
  expect(selectionOf(movedBy(at(3, 3), key("Ctrl+a"), "days-as-rows")!)).toMatchObject({ first: 0, end: 96 });
  expect(selectionOf(movedBy(at(3, 3), key("Shift+"), "days-as-rows")!)).toEqual({
    days: ["THURSDAY"],
    first: 0,
    end: 96,
  });
});

test("other keys are left to whom they belong", () => {
  for (const pressed of ["Tab", "x", "Enter", "F5"])
    expect(movedBy(at(1, 1), key(pressed), "days-as-rows")).toBeUndefined();
});

test("a rectangle is the same from whichever corner, and holds both", () => {
  fc.assert(
    fc.property(places, places, (anchor, focus) => {
      const selection = selectionOf({ anchor, focus });
      expect(selection).toEqual(selectionOf({ anchor: focus, focus: anchor }));
      expect(isSelected(selection, anchor) && isSelected(selection, focus)).toBe(true);
      expect(selection.days).toHaveLength(Math.abs(anchor.day - focus.day) + 1);
      expect(selection.end - selection.first).toBe(Math.abs(anchor.quarter - focus.quarter) + 1);
    }),
  );
});

test("every place is found under a pointer at its middle, in both layouts; beyond the border it is the nearest", () => {
  const box = { left: 13, top: 7, width: 961, height: 217 };
  fc.assert(
    fc.property(places, ({ day, quarter }) => {
      const [days, time] = [(day + 0.5) / 7, (quarter + 0.5) / 96];
      const [x, y] = [box.left + time * box.width, box.top + days * box.height];
      expect(placeAt(x, y, box, "days-as-rows")).toEqual({ day, quarter });
      const [acrossX, acrossY] = [box.left + days * box.width, box.top + time * box.height];
      expect(placeAt(acrossX, acrossY, box, "days-as-columns")).toEqual({ day, quarter });
    }),
  );
  expect(placeAt(-50, 9999, box, "days-as-rows")).toEqual({ day: 6, quarter: 0 });
  expect(placeAt(9999, -50, box, "days-as-rows")).toEqual({ day: 0, quarter: 95 });
});
