import { expect, test } from "vitest";
import { replaceSections } from "../src/sections.ts";

const document = "# Results\n\nintro\n\n## one: 1\n\nold\n\n## two: 2\n\nkept\n";

test("a section takes the place of the one of its name; a new one comes last", () => {
  expect(replaceSections(document, ["## one: 1\n\nnew\n", "## three: 3\n\nadded"])).toBe(
    "# Results\n\nintro\n\n## one: 1\n\nnew\n\n## two: 2\n\nkept\n\n## three: 3\n\nadded\n",
  );
});

test("nothing given leaves it as it was", () => {
  expect(replaceSections(document, [])).toBe(document);
});
