import { parse } from "yaml";
import type { Repository } from "./repository.ts";
import { testsOf } from "./test-titles.ts";

export const tiers = ["bronze", "silver", "gold", "platinum"] as const;

export interface QualityReport {
  /** Rules that were looked at. */
  readonly rules: number;
  readonly violations: readonly string[];
}

/** As quality.yaml has it, unchecked. */
interface Rule {
  readonly rule?: unknown;
  readonly says?: unknown;
  readonly status?: unknown;
  readonly proof?: unknown;
  readonly reason?: unknown;
}

type Proof = Readonly<Record<string, unknown>>;

const path = "quality.yaml";

/** Holds what quality.yaml promises to the tests and checks that it names: a promise without a proof is none. */
export function checkQuality(repository: Repository, checks: readonly string[]): QualityReport {
  if (!repository.paths.includes(path)) return { rules: 0, violations: [`there is no ${path}`] };
  const file: unknown = parse(repository.read(path));
  const scale = (isMapping(file) ? file : {}) as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(scale).filter((tier) => !tiers.some((known) => known === tier));
  const rules = tiers.flatMap((tier) => (Array.isArray(scale[tier]) ? (scale[tier] as Rule[]) : []));
  const names = rules.map(({ rule }) => String(rule));
  return {
    rules: rules.length,
    violations: [
      ...unknown.map((tier) => `${path}: ${tier} is no tier; they are ${tiers.join(", ")}`),
      ...tiers.filter((tier) => !Array.isArray(scale[tier])).map((tier) => `${path}: ${tier} has no rules`),
      ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${path}: ${name} is there twice`),
      ...rules.flatMap((rule) =>
        mistakesOf(rule, repository, checks).map((mistake) => `${path}: ${String(rule.rule)}: ${mistake}`),
      ),
    ],
  };
}

function mistakesOf({ rule, says, status, proof, reason }: Rule, repository: Repository, checks: readonly string[]) {
  const mistakes: string[] = [];
  if (!isText(rule)) mistakes.push("has no name");
  if (!isText(says)) mistakes.push("does not say what it holds");
  if (status === "done") {
    if (!Array.isArray(proof) || proof.length === 0) mistakes.push("is done without a proof");
    else mistakes.push(...proof.flatMap((one: unknown) => mistakeOf(one, repository, checks) ?? []));
  } else if (status === "exempt" || status === "todo") {
    if (!isText(reason)) mistakes.push(`is ${status} without a reason`);
  } else {
    mistakes.push("is neither done, exempt nor todo");
  }
  return mistakes;
}

/** A proof is `{ file, test }`, a test by its title (with those around it where it alone says nothing), or `{ check }`. */
function mistakeOf(proof: unknown, repository: Repository, checks: readonly string[]): string | undefined {
  const { file, test, check } = (isMapping(proof) ? proof : {}) as Proof;
  if (isText(check)) return checks.includes(check) ? undefined : `there is no check ${check}`;
  if (!isText(file) || !isText(test)) return "a proof is { file, test } or { check }";
  if (!repository.paths.includes(file)) return `there is no ${file}`;
  if (test.replaceAll(/%\w|\$\w+|\W/g, "") === "") return `"${test}" says nothing: name what is around it, too`;
  const known = testsOf(file, repository.read(file));
  const found = known.some(({ titles }) => titles.at(-1) === test || titles.join(" > ") === test);
  return found ? undefined : `${file} has no test "${test}"`;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

const isMapping = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
