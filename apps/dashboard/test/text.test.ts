import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mistakeOf } from "../src/sign-in/key-mistake.ts";
import { preferredLanguage } from "../src/text/language.ts";

const src = fileURLToPath(new URL("../src/", import.meta.url));
const files = globSync("**/{text,*-text}.ts", { cwd: src });

const isPair = (value: unknown): value is { en: Record<string, unknown>; de: Record<string, unknown> } =>
  typeof value === "object" && value !== null && "en" in value && "de" in value;

test("each text is there in both languages, and none is empty", async () => {
  const pairs = await Promise.all(
    files.map(async (file) => Object.values((await import(`${src}${file}`)) as Record<string, unknown>).filter(isPair)),
  );
  expect(pairs.flat().length).toBeGreaterThanOrEqual(7);
  for (const { en, de } of pairs.flat()) {
    expect(Object.keys(de)).toEqual(Object.keys(en));
    expect([...Object.values(en), ...Object.values(de)].filter((one) => one === "")).toEqual([]);
  }
});

test.each([
  [["de-AT", "en"], "de"],
  [["fr", "de"], "de"],
  [["EN-us", "de"], "en"],
  [["fr"], "en"],
  [[], "en"],
])("of %j the page speaks %s", (wished, want) => {
  expect(preferredLanguage(wished)).toBe(want);
});

test.each([
  ["", "empty"],
  ["  \n", "empty"],
  ["Bearer abc", "notAKey"],
  ["abc def", "notAKey"],
  ["schlüssel", "notAKey"],
  [" pk_1234-abc \n", undefined],
])("%j as a key", (typed, want) => {
  expect(mistakeOf(typed)).toBe(want);
});
