import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { countResults, type Stages } from "./count-results.ts";
import { readPackages } from "./packages.ts";
import { readRepository, root } from "./repository.ts";

// Called by .ci/run with `name=status` of each stage: prints what is wrong, and as the last line `N passed, N failed`.
const stages: Stages = Object.fromEntries(
  process.argv.slice(2).map((argument): [string, number] => {
    const [name = "", status] = argument.split("=");
    return [name, Number(status)];
  }),
);

const read = (path: string): unknown => {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
};

const { passed, failed, remarks } = countResults({
  packages: readPackages(readRepository()),
  stages,
  read,
  allRequired: process.env["REQUIRE_ALL"] === "1",
});
for (const remark of remarks) console.log(remark);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
