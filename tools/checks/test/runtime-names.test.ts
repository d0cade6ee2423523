import { expect, test } from "vitest";
import { readRepository } from "../src/repository.ts";
import { checkRuntimeNames, runtimeFiles } from "../src/runtime-names.ts";
import { planted } from "./planted.ts";

test("clock, timers, chance and console are parameters everywhere but in the runtime files", () => {
  const { files, violations } = checkRuntimeNames(readRepository());
  expect(violations).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
  expect(Object.keys(runtimeFiles).length).toBeLessThanOrEqual(3);
});

const bad: readonly [text: string, want: string][] = [
  ["export const t = Date.now();", "uses Date.now"],
  ["export const t = globalThis.Date.now();", "uses Date.now"],
  ["export const t = new Date();", "uses new Date()"],
  ["export const t = performance.now();", "uses performance.now"],
  ["export const t = Math.random();", "uses Math.random"],
  ["export const t = Math.random;", "uses Math.random"],
  ["export const t = setTimeout(() => undefined, 1);", "uses setTimeout"],
  ["export const t = { setInterval };", "uses setInterval"],
  ["globalThis.setTimeout(() => undefined, 1);", "uses setTimeout"],
  ["export const t = AbortSignal.timeout(1);", "uses AbortSignal.timeout"],
  [`console.log("x");`, "uses console.log"],
  ["export const t = console;", "uses console"],
  [`export * from "node:timers/promises";`, "imports node:timers/promises"],
];

test.each(bad)("reported: %s", (text, want) => {
  const repository = planted({ "packages/core/src/a.ts": `\n${text}` });
  expect(checkRuntimeNames(repository, {}).violations).toContain(`packages/core/src/a.ts:2: ${want}`);
});

test.each([
  "export const t = new Date(0);",
  "export const t = runtime.now();",
  "export const t = runtime.setTimeout();",
  "export const t = { console: 1 };",
  "// Date.now() and console.log",
  `export const t = "Math.random()";`,
  "export const t = AbortSignal.any([]);",
  "export const t = Date.UTC(2020);",
])("let pass: %s", (text) => {
  expect(checkRuntimeNames(planted({ "packages/core/src/a.ts": text }), {}).violations).toEqual([]);
});

test("the runtime file may, tests and the packages at the edge may, and an entry for a file that went is reported", () => {
  const text = "export const t = Date.now();";
  const repository = planted({
    "packages/core/src/runtime.ts": text,
    "packages/core/test/a.test.ts": text,
    "apps/gateway/src/a.ts": text,
  });
  expect(checkRuntimeNames(repository, { "packages/core/src/runtime.ts": "why" }).violations).toEqual([]);
  expect(checkRuntimeNames(repository, { "packages/core/src/gone.ts": "why" }).violations).toEqual([
    "packages/core/src/runtime.ts:1: uses Date.now",
    "packages/core/src/gone.ts: allowed and not there",
  ]);
});
