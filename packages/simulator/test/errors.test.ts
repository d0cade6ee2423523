import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

test("the README explains every error code, and no other", () => {
  const codes = Array.from(read("../src/errors.ts").matchAll(/^ +\| "(\w+)"/gm), ([, code]) => code);
  const section = read("../README.md").split("\n## Errors\n")[1]?.split("\n## ")[0] ?? "";
  const documented = Array.from(section.matchAll(/^\| `(\w+)` \|/gm), ([, code]) => code);
  expect(documented.length).toBeGreaterThan(2);
  expect(new Set(documented)).toEqual(new Set(codes));
});
