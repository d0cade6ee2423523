import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { closeAfterwards, keyLines, startRig } from "./rig.ts";

const manifest = import.meta.resolve("@plenticore/client/package.json");
const readme = readFileSync(new URL("README.md", manifest), "utf8");
const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

/** Runs a program of this package's place, which has the client to import. */
async function run(name: string, code: string, env: Readonly<Record<string, string>>): Promise<string> {
  const folder = fileURLToPath(new URL("../test-results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  // Of this run alone: another may run beside.
  const file = `${folder}${name}-${process.pid}.ts`;
  writeFileSync(file, code);
  closeAfterwards(() => rmSync(file));
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env: { ...process.env, ...env } });
  return stdout;
}

test("the README's examples of failures, writes and urql run", async () => {
  const { url } = await startRig({ simulators: [{}], dead: 1, more: keyLines(["work-0123456789", "OPERATOR"]) });
  const [, answers = "", writes = "", react = ""] = examples.map((code) => code.replace("http://localhost:4000", url));
  expect(examples.length).toBe(4);
  const env = { PLENTICORE_KEY: "work-0123456789" };
  const client = `import { completeData, createPlenticoreClient, FleetOverviewDocument, SetMinSocDocument } from "@plenticore/client";
const client = createPlenticoreClient({ url: "${url}", key: process.env.PLENTICORE_KEY });\n`;
  expect(await run("answers", client + answers, env)).toContain(
    "plants.0.inverters.1.live UNREACHABLE_REFUSED inverter-2 ",
  );
  const written = await run("writes", client + writes.replace('"garage"', '"inverter-1"'), env);
  expect(written).toBe("Battery:MinSoc APPLIED 15\n");
  const core = react.replace('from "urql"', 'from "@urql/core"').replace('url: ""', `url: "${url}"`);
  expect(await run("react", `${core}\nconsole.log(typeof urql.query);\n`, env)).toBe("function\n");
});

test("the README's first example runs as it stands", async () => {
  const { url } = await startRig();
  const [first = ""] = examples;
  const told = await run("well", first.replace("http://localhost:4000", url), {});
  expect(told).toMatch(/^Home: [\d.]+ W\n(No\. 1: – W at the grid\n)*No\. 1: -?[\d.]+ W at the grid\n$/);
});
