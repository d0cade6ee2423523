import { expect, test } from "vitest";
import { checkChangesets } from "../src/changesets.ts";
import { planted } from "./planted.ts";

const manifest = (more: object): string => JSON.stringify({ name: "@plenticore/core", version: "0.0.0", ...more });
const check = (files: Readonly<Record<string, string>>): readonly string[] =>
  checkChangesets(planted(files)).violations;
const silent = ["@plenticore/core is named in no .changeset/*.md: run `pnpm changeset`"];

test("a package that was never released wants to be named in a changeset", () => {
  const files = { "packages/core/package.json": manifest({}) };
  expect(check(files)).toEqual(silent);
  expect(check({ ...files, ".changeset/README.md": `---\n"@plenticore/core": minor\n---\n` })).toEqual(silent);
  expect(check({ ...files, ".changeset/a.md": `---\n---\n\n"@plenticore/core": minor\n` })).toEqual(silent);
  expect(check({ ...files, ".changeset/a.md": `---\n"@plenticore/core": minor\n---\n\nText.\n` })).toEqual([]);
});

test("one that was released, or never will be, does not", () => {
  expect(check({ "packages/core/package.json": manifest({ version: "0.1.0" }) })).toEqual([]);
  expect(check({ "packages/core/package.json": manifest({ private: true }) })).toEqual([]);
});

test("a changeset for nobody is reported", () => {
  const files = { "packages/core/package.json": manifest({ version: "0.1.0" }) };
  expect(check({ ...files, ".changeset/a.md": `---\n"@plenticore/croe": patch\n---\n` })).toEqual([
    ".changeset/a.md: @plenticore/croe is not a published package",
  ]);
});
