import { parse } from "yaml";
import type { Repository } from "./repository.ts";
import { type FoundTest, testsOf } from "./test-titles.ts";

export const faultList = "docs/faults.yaml";

export interface FaultReport {
  readonly faults: number;
  readonly violations: readonly string[];
}

/** Looks up the tests that prove that a fault does no harm: a test that was renamed or lost must be missed here. */
export function checkFaults(repository: Repository): FaultReport {
  if (!repository.paths.includes(faultList)) return { faults: 0, violations: [] };
  const list: unknown = parse(repository.read(faultList));
  if (!Array.isArray(list)) return { faults: 0, violations: [`${faultList}: expected a list`] };
  const known = new Map<string, FoundTest[]>();
  const testsIn = (path: string): FoundTest[] | undefined => {
    if (!repository.paths.includes(path)) return undefined;
    const tests = known.get(path) ?? testsOf(path, repository.read(path));
    known.set(path, tests);
    return tests;
  };
  const names = new Set<string>();
  const violations = list.flatMap((entry: unknown, index) => {
    const { fault, defence, tests } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    const where = `${faultList}: ${typeof fault === "string" ? fault : `entry ${index + 1}`}`;
    if (typeof fault !== "string" || typeof defence !== "string" || !Array.isArray(tests) || tests.length === 0) {
      return [`${where}: expected fault, defence and at least one of tests`];
    }
    if (names.has(fault)) return [`${where}: is listed twice`];
    names.add(fault);
    return tests.flatMap((test: unknown) => problemOf(String(test), testsIn).map((problem) => `${where}: ${problem}`));
  });
  return { faults: list.length, violations };
}

/** A test is named `file › title`, or `file › title › row` where it is one of a table. */
function problemOf(name: string, testsIn: (path: string) => FoundTest[] | undefined): string[] {
  const [path = "", title = "", row] = name.split(" › ");
  const tests = testsIn(path);
  if (tests === undefined) return [`there is no ${path}`];
  const found = tests.filter(({ titles }) => titles.at(-1) === title);
  if (found.length === 0) return [`${path} has no test "${title}"`];
  if (row !== undefined && !found.some(({ rows }) => rows.includes(row)))
    return [`${path} has no "${row}" under "${title}"`];
  return [];
}
