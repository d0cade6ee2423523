import { expect, test } from "vitest";
import { type CountInput, countResults } from "../src/count-results.ts";
import type { Package } from "../src/packages.ts";

const tested = (directory: string): Package => ({
  directory,
  manifest: { name: directory, scripts: { test: "vitest run" } },
});
const untested: Package = { directory: "tools/none", manifest: { name: "none", scripts: { build: "tsc" } } };

const report = (more: object = {}) => ({
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{}] }],
  ...more,
});

const good: Readonly<Record<string, unknown>> = {
  "packages/a/test-results/vitest.json": report(),
  "packages/b/test-results/vitest.json": report({ numPassedTests: 7 }),
  "test-results/check.json": { passed: 10, failed: 0 },
  "test-results/soak.json": { passed: 4, failed: 0 },
};

function count(reports: Readonly<Record<string, unknown>> = {}, more: Partial<CountInput> = {}) {
  const all = { ...good, ...reports };
  return countResults({
    packages: [tested("packages/a"), tested("packages/b"), untested],
    stages: { install: 0, test: 0, check: 0 },
    read: (path) => all[path],
    allRequired: true,
    ...more,
  });
}

test("tests, checks and the soak are added up", () => {
  expect(count()).toEqual({ passed: 26, failed: 0, remarks: [] });
});

const a = "packages/a/test-results/vitest.json";
const broken: readonly [name: string, reports: Record<string, unknown>, failed: number, remark: string[]][] = [
  ["a test failed", { [a]: report({ success: false, numFailedTests: 2 }) }, 2, []],
  ["a package has no report", { [a]: undefined }, 1, [`${a}: no report`]],
  ["a report has no tests", { [a]: report({ numPassedTests: 0 }) }, 1, [`${a}: no tests`]],
  ["a report is another thing", { [a]: { tests: 5 } }, 1, [`${a}: not a report of vitest`]],
  ["a report has odd numbers", { [a]: report({ numPassedTests: "5" }) }, 1, [`${a}: not a report of vitest`]],
  ["a test was skipped", { [a]: report({ numPendingTests: 2 }) }, 2, [`${a}: 2 skipped`]],
  ["a test is to do", { [a]: report({ numTodoTests: 1 }) }, 1, [`${a}: 1 skipped`]],
  [
    "a file broke before its tests",
    { [a]: report({ success: false, testResults: [{ status: "failed", assertionResults: [] }] }) },
    1,
    [`${a}: 1 files broke before their tests`],
  ],
  ["a run failed beside its tests", { [a]: report({ success: false }) }, 1, [`${a}: the run failed beside its tests`]],
  ["a check failed", { "test-results/check.json": { passed: 8, failed: 2 } }, 2, []],
  [
    "there is no report of the checks",
    { "test-results/check.json": undefined },
    1,
    ["test-results/check.json: no report"],
  ],
  ["the soak found something", { "test-results/soak.json": { passed: 3, failed: 1 } }, 1, []],
  ["there is no report of the soak", { "test-results/soak.json": undefined }, 1, ["test-results/soak.json: no report"]],
  [
    "the report of the checks is another thing",
    { "test-results/check.json": [] },
    1,
    ["test-results/check.json: not a report of `pnpm check`"],
  ],
  [
    "the report of the checks is empty",
    { "test-results/check.json": { passed: 0, failed: 0 } },
    1,
    ["test-results/check.json: no checks"],
  ],
];

test.each(broken)("failed: %s", (_name, reports, failed, remarks) => {
  expect(count(reports)).toMatchObject({ failed, remarks });
});

test("a report that can't be read is a failure that tells why", () => {
  const read = (path: string): unknown => (path === a ? JSON.parse("{") : good[path]);
  const { failed, remarks } = count({}, { read });
  expect({ failed, remarks }).toEqual({ failed: 1, remarks: [expect.stringContaining(`${a}: `)] });
});

test("what was skipped counts only where everything is required", () => {
  const reports = { [a]: report({ numPendingTests: 2 }) };
  expect(count(reports, { allRequired: false })).toMatchObject({ passed: 26, failed: 0, remarks: [`${a}: 2 skipped`] });
});

test("a stage that broke is a failure of its own unless the reports tell of one", () => {
  const stages = { install: 0, test: 1, check: 127 };
  expect(count({}, { stages })).toEqual({
    passed: 26,
    failed: 2,
    remarks: ["stage test ended with 1", "stage check ended with 127"],
  });
  const reports = { [a]: report({ success: false, numFailedTests: 1 }) };
  expect(count(reports, { stages })).toMatchObject({ failed: 1 });
  expect(count({}, { stages: { test: Number.NaN } })).toMatchObject({ failed: 1 });
});

test("nothing to count is a failure", () => {
  expect(count({}, { packages: [untested] })).toMatchObject({ failed: 1, remarks: ["nothing to count"] });
  expect(count({}, { stages: {} })).toMatchObject({ failed: 1, remarks: ["nothing to count"] });
});
