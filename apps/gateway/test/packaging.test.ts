import { execFile } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { RunningCli } from "./example/cli.ts";
import { findProgram } from "./example/find-program.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const dockerfile = read("Dockerfile").replaceAll("\\\n", " ");
const instructions = dockerfile
  .split("\n")
  .filter((line) => /^[A-Z]/.test(line))
  .map((line): [string, string] => [line.split(" ")[0] ?? "", line.slice(line.indexOf(" ") + 1)]);
const of = (name: string): string[] => instructions.filter(([own]) => own === name).map(([, rest]) => rest);
const manifest = JSON.parse(read("package.json")) as {
  readonly packageManager: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "packaging-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Whether what .dockerignore names takes this path out of the image's context. */
const isLeftOut = (path: string): boolean =>
  read(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .some((line) => {
      const pattern = line
        .replace(/^\*\*\//, "")
        .replaceAll(".", "\\.")
        .replaceAll("*", "[^/]*");
      return new RegExp(`${line.startsWith("**/") ? "(^|/)" : "^"}${pattern}(/|$)`).test(path);
    });

describe("the image", () => {
  const copied = of("COPY").filter((line) => !line.startsWith("--from"));

  test("copies what is there", () => {
    const sources = copied.flatMap((line) => line.split(" ").slice(0, -1));
    expect(sources).toContain("pnpm-lock.yaml");
    expect(sources.filter((path) => !existsSync(join(root, path)) || isLeftOut(path))).toEqual([]);
  });

  test("is built of every source, and of no test and no secret", () => {
    const sources = globSync("{apps,packages}/*/{src,bin}/**/*", { cwd: root });
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter(isLeftOut)).toEqual([]);
    for (const path of [
      "turbo.json",
      "tsconfig.base.json",
      "packages/core/package.json",
      "apps/gateway/schema.graphql",
    ]) {
      expect(isLeftOut(path)).toBe(false);
    }
    for (const path of [
      ".env",
      "apps/gateway/.env",
      "garage.secret",
      "secrets/garage",
      "gateway.yaml",
      ".git/config",
    ]) {
      expect(isLeftOut(path)).toBe(true);
    }
    expect(isLeftOut("packages/core/test/queue.test.ts")).toBe(true);
  });

  test("takes the versions that the repository takes", () => {
    expect(dockerfile).toContain(`npm install --global ${manifest.packageManager}`);
    const major = manifest.devDependencies["node"]?.split(".")[0];
    for (const image of of("FROM")) expect(image).toMatch(new RegExp(`^node:${major}-`));
    const scripts = Array.from(dockerfile.matchAll(/pnpm run (\S+)/g), ([, name = ""]) => name);
    for (const name of scripts) expect(Object.keys(manifest.scripts)).toContain(name);
  });

  test("runs as nobody in particular, under a check of its health", () => {
    expect(of("USER")).toEqual(["1000:1000"]);
    expect(of("HEALTHCHECK").join()).toMatch(/CMD \["node", "\/gateway\/healthcheck\.mjs"\]$/);
    expect(of("ENTRYPOINT")).toEqual(['["node", "/gateway/bin/plenticore-gateway.js"]']);
  });
});

const pnpm = findProgram("pnpm");
const withoutPnpm = pnpm === undefined && process.env["REQUIRE_ALL"] !== "1";
if (withoutPnpm) console.log("skipped: what the image installs, since there is no pnpm; npm install --global pnpm");

test.skipIf(withoutPnpm)("what the image installs serves, is found healthy, and ends when it is told to", async () => {
  if (pnpm === undefined) throw new Error("there is no pnpm; npm install --global pnpm");
  const command = of("RUN").find((line) => line.includes("deploy"));
  const args = /^pnpm (.*) \/gateway$/.exec(command ?? "")?.[1]?.split(" ");
  if (args === undefined) throw new Error("the Dockerfile deploys nothing");
  const made = folder();
  const gateway = join(made, "gateway");
  await run(pnpm, ["--offline", ...args, gateway], { cwd: root, env: { ...process.env, CI: "true" } });
  const installed = (name: string): boolean => existsSync(join(gateway, "node_modules", name));
  expect([installed("graphql-yoga"), installed("@plenticore/core"), installed("vitest")]).toEqual([true, true, false]);
  const config = join(made, "gateway.yaml");
  writeFileSync(
    config,
    `listen: { port: 0 }
plants:
  - id: home
    name: Home
    timeZone: Europe/Berlin
    inverters: [{ id: garage, name: Garage, url: "http://127.0.0.1:9", password: "none" }]
`,
  );
  await using cli = new RunningCli(
    ["serve"],
    { PLENTICORE_CONFIG: config },
    join(gateway, "bin/plenticore-gateway.js"),
  );
  const url = await cli.url();
  expect(await (await fetch(url)).text()).toContain("<title>Plenticore Gateway</title>");
  const healthy = (at: string) =>
    run(process.execPath, [join(root, "packaging/docker/healthcheck.mjs")], {
      env: { PLENTICORE_HEALTH_URL: `${at}/healthz` },
    });
  await healthy(url);
  expect((await cli.stop("SIGTERM")).status).toBe(0);
  await expect(healthy(url)).rejects.toMatchObject({ code: 1 });
});

const analyze = findProgram("systemd-analyze");
const withoutAnalyze = analyze === undefined && process.env["REQUIRE_ALL"] !== "1";
if (withoutAnalyze) {
  console.log("skipped: the systemd unit, since there is no systemd-analyze; on Debian: apt-get install systemd");
}

describe.skipIf(withoutAnalyze)("the systemd unit", () => {
  /** A copy with this machine's Node: the unit names Debian's. */
  const analyzed = async (...args: readonly string[]): Promise<string> => {
    if (analyze === undefined) {
      throw new Error("there is no systemd-analyze; on Debian: apt-get install systemd");
    }
    const unit = join(folder(), "plenticore-gateway.service");
    const text = read("packaging/systemd/plenticore-gateway.service");
    writeFileSync(unit, text.replace("=/usr/bin/node ", `=${process.execPath} `));
    const { stdout, stderr } = await run(analyze, [...args, unit]);
    return stdout + stderr;
  };

  test("is without mistakes", async () => {
    expect(await analyzed("verify")).toBe("");
  });

  test("leaves little of the machine open: exposure below 2 of 10", async () => {
    expect(await analyzed("security", "--offline=yes", "--no-pager", "--threshold=20")).toContain(
      "Overall exposure level",
    );
  });
});
