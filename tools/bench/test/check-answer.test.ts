import { describe, expect, test } from "vitest";
import { hasErrors, mistakeIn } from "../src/load/check-answer.ts";

const values = [{ id: "P", value: 1.5, unit: "W" }];
const answer = JSON.stringify({
  data: { inverter: { processData: [{ moduleId: "a", values }], second: [{ values }] } },
});

test("an answer with as many values as wanted has no mistake", () => {
  expect(mistakeIn(answer, 2)).toBeUndefined();
  expect(hasErrors(answer)).toBe(false);
});

describe("tells of", () => {
  test.each([
    { name: "too few values", text: answer, message: /^2 values instead of 3/ },
    { name: "errors beside data", text: '{"errors":[{"message":"x"}],"data":{}}', message: /"message":"x"/ },
    { name: "null", text: '{"data":null}', message: /null/ },
    { name: "a page", text: "<html>", message: /^not JSON: <html>/ },
    { name: "a value that is null", text: '{"data":{"a":{"value":null}}}', message: /^0 values/ },
  ])("$name", ({ text, message }) => {
    expect(mistakeIn(text, 3)).toMatch(message);
  });
});

test("errors are seen without parsing", () => {
  expect(hasErrors('{"data":null,"errors":[{"message":"x"}]}')).toBe(true);
});
