import fc from "fast-check";
import { expect, test } from "vitest";
import { proposedId } from "../../src/add-inverter/proposed-id.ts";

test.each([
  ["Garage", [], "garage"],
  ["Garage Süd", [], "garage-sued"],
  ["  Café № 3 ", [], "cafe-3"],
  ["", [], "inverter"],
  ["屋根", [], "inverter"],
  ["Garage", ["garage"], "garage-2"],
  ["Garage", ["garage", "garage-2"], "garage-3"],
])("of %j, with %j taken, %s is proposed", (name, taken, want) => {
  expect(proposedId(name, taken)).toBe(want);
});

test("what is proposed is an id that nobody has", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.constantFrom("a", "a-2", "a-3", "inverter", "inverter-2")), (name, taken) => {
      const id = proposedId(name, taken);
      expect(taken).not.toContain(id);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }),
  );
});
