import { expect, test } from "vitest";
import { checkFaults, faultList } from "../src/faults.ts";
import { planted } from "./planted.ts";

const path = "packages/core/test/queue.test.ts";
const tests = `
  describe("the queue", () => {
    it("is fair", async () => {});
    test.skipIf(slow)(\`is fast\`, () => {});
    it.each<[string, number]>([["busy", 1], ["gone", 2]])("told when it is %s", () => {});
    test.each(rows)("of a table elsewhere: %s", () => {});
    note("is no test");
  });
`;

const entry = (...names: readonly string[]): string =>
  `- fault: a crowd\n  defence: patience\n  tests:\n${names.map((name) => `    - ${JSON.stringify(name)}\n`).join("")}`;

const check = (list: string) => checkFaults(planted({ [path]: tests, [faultList]: list }));

test("tests that are there by name, and rows of their tables, are found", () => {
  const names = ["is fair", "is fast", "told when it is %s", "told when it is %s › gone", "of a table elsewhere: %s"];
  expect(check(entry(...names.map((name) => `${path} › ${name}`)))).toEqual({ faults: 1, violations: [] });
});

test.each([
  ["a test that is not there", entry(`${path} › was fair`), `a crowd: ${path} has no test "was fair"`],
  ["what is called otherwise", entry(`${path} › is no test`), `a crowd: ${path} has no test "is no test"`],
  ["a group of tests", entry(`${path} › the queue`), `a crowd: ${path} has no test "the queue"`],
  [
    "a row that is not there",
    entry(`${path} › told when it is %s › away`),
    `a crowd: ${path} has no "away" under "told when it is %s"`,
  ],
  ["a file that is not there", entry("gone.test.ts › is fair"), "a crowd: there is no gone.test.ts"],
  ["a fault without tests", entry(), "a crowd: expected fault, defence and at least one of tests"],
  ["an entry without a name", "- tests: [x]", "entry 1: expected fault, defence and at least one of tests"],
  ["a fault twice", entry(`${path} › is fair`).repeat(2), "a crowd: is listed twice"],
])("reported: %s", (_name, list, violation) => {
  expect(check(list).violations).toEqual([`${faultList}: ${violation}`]);
});

test("a list that is none, or not there, is no list", () => {
  expect(check("faults: []").violations).toEqual([`${faultList}: expected a list`]);
  expect(checkFaults(planted({ [path]: tests })).faults).toBe(0);
});
