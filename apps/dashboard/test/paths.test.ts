import fc from "fast-check";
import { expect, test } from "vitest";
import { idIn, paths } from "../src/paths.ts";

/** What wouter makes of the address behind `#`: its own decoding, and then the part between two slashes. */
const partOf = (path: string): string | undefined => decodeURI(path).split("/")[2];

test("any id finds its way through an address and back", () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, unit: "grapheme" }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(ids, (all) => {
      // An id that looks like another's address can't be told from it.
      fc.pre(all.every((id) => !/%[0-9a-f]{2}/i.test(id)));
      const known = all.map((id) => ({ id }));
      for (const id of all) expect(idIn(partOf(paths.inverter(id)) ?? "", known)).toBe(id);
    }),
  );
  const odd = ["a/b c", "50 %", "süd#1", "?x=y&z", "+", "日本"].map((id) => ({ id }));
  for (const { id } of odd) expect(idIn(partOf(paths.plant(id)) ?? "", odd)).toBe(id);
  expect(idIn("nobody", odd)).toBeUndefined();
});
