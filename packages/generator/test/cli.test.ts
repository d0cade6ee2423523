import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { operating, swagger } from "./helpers.ts";

const bin = new URL("../bin/rest-generator.js", import.meta.url).pathname;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("rest-generator", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rest-generator-"));
    await writeFile(join(folder, "swagger.json"), JSON.stringify(swagger()));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const run = (...args: string[]): Promise<Outcome> =>
    new Promise((resolve) => {
      execFile(process.execPath, [bin, ...args], { cwd: folder }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
      });
    });

  test("generate writes, check agrees, and an edit is drift", async () => {
    const args = ["--spec", "swagger.json", "--out", "out"];
    expect(await run("generate", ...args)).toEqual({ code: 0, stdout: "12 files written to out\n", stderr: "" });
    expect(await run("check", ...args)).toEqual({ code: 0, stdout: "12 files as generated\n", stderr: "" });
    await writeFile(join(folder, "out/client.ts"), "// edited");
    await writeFile(join(folder, "out/more.ts"), "");
    await rm(join(folder, "out/wire.ts"));
    expect(await run("check", ...args)).toEqual({
      code: 1,
      stdout: "",
      stderr: "out/client.ts: changed\nout/more.ts: extra\nout/wire.ts: missing\n",
    });
    expect((await run("generate", ...args)).code).toBe(0);
    expect(await readdir(join(folder, "out"))).not.toContain("more.ts");
    expect((await run("check", ...args)).code).toBe(0);
  });

  test("check of a folder that isn't there is drift, and makes none", async () => {
    const outcome = await run("check", "--spec", "swagger.json", "--out", "out");
    expect([outcome.code, outcome.stderr.split("\n").length - 1]).toEqual([1, 12]);
    expect(await readdir(folder)).toEqual(["swagger.json"]);
  });

  test("overlays in YAML are applied in their order", async () => {
    await writeFile(
      join(folder, "one.yaml"),
      "overlay: 1.0.0\ninfo: { title: One, version: '1' }\nactions:\n  - target: $.info\n    update: { title: Renamed }\n",
    );
    await writeFile(
      join(folder, "two.yaml"),
      "overlay: 1.0.0\ninfo: { title: Two, version: '1' }\nactions:\n  - target: $.info[?@ == 'Renamed']\n    remove: true\n",
    );
    const both = ["--overlay", "one.yaml", "two.yaml", "--out", "out"];
    expect((await run("generate", "--spec", "swagger.json", ...both)).code).toBe(0);
    const swapped = await run(
      "generate",
      "--spec",
      "swagger.json",
      "--overlay",
      "two.yaml",
      "--overlay",
      "one.yaml",
      "--out",
      "out",
    );
    expect(swapped).toMatchObject({
      code: 2,
      stderr: "error: two.yaml #/actions/0/target: $.info[?@ == 'Renamed']: matches nothing\n",
    });
  });

  test.each<[string, string[], string]>([
    [
      "a specification that isn't there",
      ["check", "--spec", "none.json", "--out", "out"],
      "error: none.json: there is no such file\n",
    ],
    ["a folder as specification", ["check", "--spec", ".", "--out", "out"], "error: .: can't be read (EISDIR)\n"],
    [
      "an overlay that isn't there",
      ["check", "--spec", "swagger.json", "--overlay", "none.yaml", "--out", "out"],
      "error: none.yaml: there is no such file\n",
    ],
    ["no specification", ["generate", "--out", "out"], "error: required option '--spec <file>' not specified\n"],
    [
      "an unknown option",
      ["generate", "--spec", "swagger.json", "--out", "out", "--force"],
      "error: unknown option '--force'\n",
    ],
    ["an unknown command", ["frobnicate"], "error: unknown command 'frobnicate'\n"],
  ])("%s: one line and exit code 2", async (_, args, stderr) => {
    expect(await run(...args)).toEqual({ code: 2, stdout: "", stderr });
  });

  test.each([
    ["half a JSON document", '{"swagger": ', /^error: broken: is no JSON: [^\n]+\n$/],
    ["YAML that is none", "a: [1\nb: }", /^error: broken: is no YAML: [^\n]+\n$/],
  ])("%s: one line and exit code 2", async (_, text, want) => {
    await writeFile(join(folder, "broken"), text);
    const outcome = await run("generate", "--spec", "broken", "--out", "out");
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(want);
  });

  test("everything that can't be handled is one line each, and nothing is written", async () => {
    const spec = operating(
      "/act",
      "get",
      { parameters: [{ name: "f", in: "formData", type: "file" }] },
      { definitions: { A: { type: "text" } } },
    );
    await writeFile(join(folder, "swagger.json"), JSON.stringify(spec));
    expect(await run("generate", "--spec", "swagger.json", "--out", "out")).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'error: #/definitions/A/type: unknown type "text"\n' +
        "error: #/paths/~1act/get/parameters/0/in: form data and file uploads are not supported\n",
    });
    expect(await readdir(folder)).toEqual(["swagger.json"]);
  });

  test("--help tells the commands", async () => {
    const outcome = await run("--help");
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/generate .*\n.*check /);
  });
});
