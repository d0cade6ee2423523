import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adviceFor, advisedCodes } from "../../src/failure/advice.ts";

// The schema as it is committed: a code that is added there must be explained here.
const schema = readFileSync(new URL("../../../gateway/schema.graphql", import.meta.url), "utf8");
const body = /^enum ErrorCode \{([^}]*)\}/m.exec(schema)?.[1] ?? "";
const codes = body.replace(/"""[^"]*"""/g, "").match(/[A-Z_]+/g) ?? [];

test("every code of the gateway has advice in both languages, each its own", () => {
  expect(codes.length).toBeGreaterThanOrEqual(31);
  for (const code of codes) {
    const [en, de] = [adviceFor(code, "en"), adviceFor(code, "de")];
    expect(en?.todo, code).toBeTruthy();
    expect(de?.todo, code).toBeTruthy();
    expect(de?.what).not.toBe(en?.what);
  }
});

test.each(["TIMEOUT", "GATEWAY_UNREACHABLE"])(
  "%s leaves open whether a write was done, and says nothing of it of reading",
  (code) => {
    const doubt = /whether it was carried out|Ob es ausgeführt wurde/;
    for (const language of ["en", "de"] as const) {
      const [read, written] = [adviceFor(code, language), adviceFor(code, language, true)];
      expect(`${read?.what} ${read?.todo}`).not.toMatch(doubt);
      expect(written?.what).toMatch(doubt);
    }
    expect(adviceFor("DEVICE_BUSY", "en", true)).toBe(adviceFor("DEVICE_BUSY", "en"));
  },
);

test("a wrong password warns of the lock", () => {
  expect(adviceFor("WRONG_PASSWORD", "en")?.todo).toMatch(/lock the account/);
  expect(adviceFor("WRONG_PASSWORD", "de")?.todo).toMatch(/sperren das Konto/);
});

test("codes of a newer gateway are not guessed", () => {
  expect(adviceFor("SOMETHING_NEW", "en")).toBeUndefined();
  expect(adviceFor("constructor", "de")).toBeUndefined();
  expect(advisedCodes).toContain("GATEWAY_UNREACHABLE");
});
