import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isUsageError, parseOptions } from "./options.ts";
import { soak } from "./run.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const counted = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([what, count]) => `${what} ${count}`)
    .join(", ");

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args, randomInt(1_000_000));
  const say = (line: string): void => console.log(line);
  say(`soak: ${options.minutes} min, seed ${options.seed}`);
  const { checks, findings, answers, troubles } = await soak(options, say);
  say(`troubles: ${counted(troubles)}`);
  say(`answers: ${counted(answers)}`);
  for (const { name, ok, line } of checks) say(`${ok ? "pass" : "FAIL"}  ${name.padEnd(16)} ${line}`);
  for (const line of findings) say(`      ${line}`);
  const failed = checks.filter(({ ok }) => !ok).length;
  const passed = checks.length - failed;
  mkdirSync(join(root, "test-results"), { recursive: true });
  const report = { passed, failed, ...options, checks, findings };
  writeFileSync(join(root, "test-results/soak.json"), `${JSON.stringify(report, null, 2)}\n`);
  say(`${passed} passed, ${failed} failed (seed ${options.seed})`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isUsageError(error)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
