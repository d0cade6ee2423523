import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checks } from "./checks.ts";
import { root } from "./repository.ts";
import { runChecks } from "./run-checks.ts";

const results = await runChecks(checks, {
  atOnce: 2,
  print: (line) => console.log(line),
  now: () => performance.now(),
});
const failed = results.filter(({ ok }) => !ok).length;
const passed = results.length - failed;
mkdirSync(join(root, "test-results"), { recursive: true });
writeFileSync(
  join(root, "test-results/check.json"),
  `${JSON.stringify({ passed, failed, checks: results }, null, 2)}\n`,
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
