import { expect, test } from "vitest";
import { checkQuality } from "../src/quality.ts";
import { readRepository } from "../src/repository.ts";
import { planted } from "./planted.ts";

const tests = `
  test("adds", () => {});
  test.skip("subtracts", () => {});
  describe("numbers", () => {
    it.each([1])("%i", () => {});
    it.skipIf(no)(\`divide\`, () => {});
    it.todo("multiply");
  });
  other("is no test", () => {});
`;

const rule = (text: string): string => `bronze: [${text}]\nsilver: []\ngold: []\nplatinum: []\n`;

const check = (quality: string): readonly string[] =>
  checkQuality(planted({ "quality.yaml": quality, "a.test.ts": tests }), ["types"]).violations;

test.each([
  "{ rule: sums, says: It adds., status: done, proof: [{ file: a.test.ts, test: adds }] }",
  "{ rule: sums, says: It adds., status: done, proof: [{ file: a.test.ts, test: 'numbers > %i' }] }",
  "{ rule: sums, says: It adds., status: done, proof: [{ file: a.test.ts, test: divide }, { check: types }] }",
  "{ rule: sums, says: It adds., status: exempt, reason: There is nothing to add. }",
  "{ rule: sums, says: It adds., status: todo, reason: Next week. }",
])("let pass: %s", (text) => {
  expect(check(rule(text))).toEqual([]);
});

test.each([
  ["{ rule: sums, says: x, status: done }", "is done without a proof"],
  ["{ rule: sums, says: x, status: done, proof: [{ file: b.test.ts, test: adds }] }", "there is no b.test.ts"],
  ["{ rule: sums, says: x, status: done, proof: [{ file: a.test.ts, test: add }] }", 'a.test.ts has no test "add"'],
  ["{ rule: sums, says: x, status: done, proof: [{ file: a.test.ts, test: subtracts }] }", 'has no test "subtracts"'],
  ["{ rule: sums, says: x, status: done, proof: [{ file: a.test.ts, test: multiply }] }", 'has no test "multiply"'],
  ["{ rule: sums, says: x, status: done, proof: [{ file: a.test.ts, test: is no test }] }", "has no test"],
  ["{ rule: sums, says: x, status: done, proof: [{ file: a.test.ts, test: '%i' }] }", '"%i" says nothing'],
  ["{ rule: sums, says: x, status: done, proof: [{ check: tipes }] }", "there is no check tipes"],
  ["{ rule: sums, says: x, status: done, proof: [adds] }", "a proof is"],
  ["{ rule: sums, says: x, status: exempt }", "is exempt without a reason"],
  ["{ rule: sums, says: x, status: todo, reason: ' ' }", "is todo without a reason"],
  ["{ rule: sums, says: x, status: doing }", "is neither done, exempt nor todo"],
  ["{ rule: sums, status: todo, reason: x }", "does not say what it holds"],
  ["{ rule: a, says: x, status: todo, reason: x }, { rule: a, says: x, status: todo, reason: x }", "a is there twice"],
])("reported: %s", (text, what) => {
  expect(check(rule(text))).toEqual([expect.stringContaining(what)]);
});

test("what is no tier, one that is missing, and a file that is not there, are reported", () => {
  expect(check("bronze: []\nsilver: []\ngold: []\ntin: []\n")).toEqual([
    "quality.yaml: tin is no tier; they are bronze, silver, gold, platinum",
    "quality.yaml: platinum has no rules",
  ]);
  expect(checkQuality(planted({}), []).violations).toEqual(["there is no quality.yaml"]);
});

test("the repository's own has some thirty rules", () => {
  expect(checkQuality(readRepository(), []).rules).toBeGreaterThanOrEqual(30);
});
