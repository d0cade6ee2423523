import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { text as settingsText } from "../src/settings/text.ts";
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

test("each text is used, as far as a search can tell", async () => {
  const sources = new Map(
    globSync("**/*.{ts,tsx}", { cwd: src }).map((file) => [file, readFileSync(join(src, file), "utf8")]),
  );
  const elsewhere = Array.from(sources, ([file, code]) => (files.includes(file) ? "" : code)).join("\n");
  const unused = await Promise.all(
    files.map(async (file) => {
      const users = Array.from(sources).filter(([user, code]) => importsOf(user, code).includes(file));
      const code = users.map(([, one]) => one).join("\n");
      // `t.key`; by a name from wherever, `t[name]`; or by one that is put together, `t[`${name}Hint`]`.
      const isUsed = (key: string): boolean => {
        const end = /[A-Z]\w*$/.exec(key)?.[0];
        if (end !== undefined && code.includes(`}${end}\`]`)) return true;
        return (
          new RegExp(`\\b(t|\\w*[tT]ext|states|failures)(\\[\\w+\\])?\\.${key}\\b`).test(code) ||
          elsewhere.includes(`"${key}"`)
        );
      };
      // What is named after the gateway's enums is held by the compiler.
      const isEnum = (key: string): boolean => /^[A-Z\d_]+$/.test(key);
      const pairs = Object.values((await import(`${src}${file}`)) as Record<string, unknown>).filter(isPair);
      return pairs.flatMap(({ en }) =>
        Object.keys(en)
          .filter((key) => !isEnum(key) && !isUsed(key))
          .map((key) => `${file}: ${key}`),
      );
    }),
  );
  expect(unused.flat()).toEqual([]);
});

/** Paths below `src`. */
const importsOf = (file: string, code: string): string[] =>
  Array.from(code.matchAll(/from "(\.[^"]+)"/g), ([, path = ""]) => join(dirname(file), path));

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

test.each([settingsText.en, settingsText.de])("what is said above the danger zone names what asks for no name", (t) => {
  expect(t.dangerIntro).toContain(t.reconnect);
});
