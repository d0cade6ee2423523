import { expect, test } from "vitest";
import { globalsOf, importsOf } from "../src/syntax.ts";

const imports: readonly [given: string, want: (string | undefined)[]][] = [
  [`import a from "a";`, ["a"]],
  [`import "a";`, ["a"]],
  [`import type { A } from "a";`, ["a"]],
  [`import { type A, b } from 'a';`, ["a"]],
  [`export { a } from "a";`, ["a"]],
  [`export * from "a"; export * as b from "b";`, ["a", "b"]],
  [`export const a = 1; export { a as b };`, []],
  [`type A = import("a").B<import("b").C>;`, ["a", "b"]],
  [`const a = async () => import("a");`, ["a"]],
  [`const a = (name: string) => import(name);`, [undefined]],
  ["const a = (name: string) => import(`./${name}.ts`);", [undefined]],
  [`import a = require("a");`, ["a"]],
  [`const a = require("a"), b = require.resolve("b");`, ["a", "b"]],
  [`const a = import.meta.resolve("a");`, ["a"]],
  [`vi.mock("a", () => ({}));`, ["a"]],
  [`const a = 'import b from "b"'; // import c from "c"`, []],
  ["const a = `import b from 'b'`;", []],
  [`const a = { require: (x: string) => x }; a.require("a");`, []],
];

test.each(imports)("imports of %s", (given, want) => {
  expect(importsOf("a.ts", given).map(({ specifier }) => specifier)).toEqual(want);
});

test("lines are counted from one", () => {
  expect(importsOf("a.ts", `import "a";\n\nimport(\n"b");`)).toEqual([
    { specifier: "a", line: 1 },
    { specifier: "b", line: 3 },
  ]);
});

test("JSX and plain JavaScript are read, too", () => {
  expect(importsOf("a.tsx", `import "a"; export const A = () => <p>import "b"</p>;`)).toHaveLength(1);
  expect(importsOf("a.js", `#!/usr/bin/env node\nimport "../dist/cli.js";`)).toHaveLength(1);
});

test("what is no TypeScript is an error, not an empty list", () => {
  expect(() => importsOf("a.ts", "import from;")).toThrow("a.ts: ");
});

const globals: readonly [given: string, want: string[]][] = [
  ["Date.now();", ["Date.now", "Date"]],
  ["globalThis.Date.now();", ["Date.now", "Date", "globalThis"]],
  ["const { now } = Date;", ["now", "Date"]],
  ["new Date();", ["new Date()", "Date"]],
  ["new Date(0);", ["Date"]],
  ["f(setTimeout);", ["f", "setTimeout"]],
  ["runtime.setTimeout();", ["runtime.setTimeout", "runtime"]],
  ["const a = { setTimeout: 1 };", ["a"]],
  ["const a = { setTimeout };", ["a", "setTimeout"]],
  ["const a = { [setTimeout]: 1 };", ["a", "setTimeout"]],
  ["// Date.now()\nconst a = 'Date.now()';", ["a"]],
];

test.each(globals)("names in %s", (given, want) => {
  expect([...new Set(globalsOf("a.ts", given).map(({ name }) => name))].toSorted()).toEqual(want.toSorted());
});
