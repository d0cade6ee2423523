import type { Package } from "./packages.ts";

/** Exit status of each stage of a run. */
export type Stages = Readonly<Record<string, number>>;

export interface Results {
  readonly passed: number;
  readonly failed: number;
  /** One line for each thing that is not as it should be. */
  readonly remarks: readonly string[];
}

export interface CountInput {
  readonly packages: readonly Package[];
  readonly stages: Stages;
  /** Parsed JSON of a report by its path from the root; undefined when there is none. */
  readonly read: (path: string) => unknown;
  /** Under REQUIRE_ALL what was skipped counts as failed. */
  readonly allRequired: boolean;
}

/** What we read of vitest's JSON report. */
interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** What `pnpm check` and `pnpm soak` write. */
interface CheckReport {
  readonly passed: number;
  readonly failed: number;
}

/** By the command that writes them. */
const checkReports = { "pnpm check": "test-results/check.json", "pnpm soak": "test-results/soak.json" } as const;
const testReport = (directory: string): string => `${directory}/test-results/vitest.json`;

/** Counts the real results of a run. Whatever is missing, broken or skipped where it must not be counts as failed. */
export function countResults({ packages, stages, read, allRequired }: CountInput): Results {
  const tested = packages.filter(({ manifest }) => manifest.scripts?.["test"] !== undefined);
  const parts = tested.map(({ directory }) => countTests(testReport(directory), reader(read), allRequired));
  for (const [command, path] of Object.entries(checkReports)) parts.push(countChecks(path, command, reader(read)));
  const sum = parts.reduce(add, { passed: 0, failed: 0, remarks: [] });
  const broken = Object.entries(stages).filter(([, status]) => status !== 0);
  const remarks = broken.map(([name, status]) => `stage ${name} ended with ${status}`);
  // A stage may break without a report that says so: then it is itself what failed.
  const failed = sum.failed === 0 ? broken.length : sum.failed;
  if (tested.length === 0 || Object.keys(stages).length === 0) {
    return { ...sum, failed: failed + 1, remarks: [...sum.remarks, ...remarks, "nothing to count"] };
  }
  return { passed: sum.passed, failed, remarks: [...sum.remarks, ...remarks] };
}

const add = (one: Results, other: Results): Results => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  remarks: [...one.remarks, ...other.remarks],
});

const failure = (remark: string): Results => ({ passed: 0, failed: 1, remarks: [remark] });

type Read = (path: string) => { readonly value: unknown } | { readonly problem: string };

/** A reader that tells why there is nothing to read. */
const reader =
  (read: CountInput["read"]): Read =>
  (path) => {
    try {
      const value = read(path);
      return value === undefined ? { problem: `${path}: no report` } : { value };
    } catch (error) {
      return { problem: `${path}: ${error instanceof Error ? error.message : String(error)}` };
    }
  };

function countTests(path: string, read: Read, allRequired: boolean): Results {
  const report = read(path);
  if ("problem" in report) return failure(report.problem);
  if (!isVitestReport(report.value)) return failure(`${path}: not a report of vitest`);
  const { success, numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, testResults } = report.value;
  // A file that breaks before its first test has no test that failed.
  const empty = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const skipped = numPendingTests + numTodoTests;
  let failed = numFailedTests + empty.length;
  const remarks: string[] = [];
  if (empty.length > 0) remarks.push(`${path}: ${empty.length} files broke before their tests`);
  if (skipped > 0) remarks.push(`${path}: ${skipped} skipped`);
  if (allRequired) failed += skipped;
  if (passed + failed === 0) return failure(`${path}: no tests`);
  if (failed === 0 && !success) {
    remarks.push(`${path}: the run failed beside its tests`);
    failed = 1;
  }
  return { passed, failed, remarks };
}

function countChecks(path: string, command: string, read: Read): Results {
  const report = read(path);
  if ("problem" in report) return failure(report.problem);
  if (!isCheckReport(report.value)) return failure(`${path}: not a report of \`${command}\``);
  const { passed, failed } = report.value;
  return passed + failed === 0 ? failure(`${path}: no checks`) : { passed, failed, remarks: [] };
}

const hasCounts = (value: unknown, ...names: readonly string[]): value is object =>
  typeof value === "object" &&
  value !== null &&
  names.every((name) => Number.isInteger(Reflect.get(value, name)) && Number(Reflect.get(value, name)) >= 0);

const isCheckReport = (value: unknown): value is CheckReport => hasCounts(value, "passed", "failed");

const isVitestReport = (value: unknown): value is VitestReport =>
  hasCounts(value, "numPassedTests", "numFailedTests", "numPendingTests", "numTodoTests") &&
  "success" in value &&
  typeof value.success === "boolean" &&
  "testResults" in value &&
  Array.isArray(value.testResults) &&
  value.testResults.every(
    (result: unknown) =>
      typeof result === "object" && result !== null && Array.isArray(Reflect.get(result, "assertionResults")),
  );
