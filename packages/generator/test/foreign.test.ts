import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate, type Json, readDocument, writeOutput } from "../src/index.ts";
import { defining, swagger } from "./helpers.ts";

// Bindings of documents in other people's style: both compilers take them, and client and server understand each other.

const documents = [
  ["pet-store", "swagger.yaml", 23],
  ["family-tree", "swagger.json", 17],
  ["media-shelf", "swagger.yaml", 33],
] as const;

const here = (path: string): string => new URL(path, import.meta.url).pathname;

const compilerOptions = {
  skipLibCheck: true,
  target: "es2024",
  lib: ["es2024"],
  module: "nodenext",
  noEmit: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  types: ["node"],
  typeRoots: [here("../node_modules/@types")],
};

/** A definition and an operation for each word in generated files: none of them may hide what the files themselves mean by it. */
async function wordsAsNames(): Promise<[string, Json]> {
  const mask = { name: "X-Fields", in: "header", type: "string", "x-fields-mask": true };
  const thing = defining({ type: "object", required: ["a"], properties: { a: { type: "string" } } });
  const paths = {
    "/a": {
      get: { parameters: [mask], responses: { "200": { description: "", schema: { $ref: "#/definitions/Thing" } } } },
    },
  };
  const files = await generate({ spec: { ...thing, paths } });
  const words = [...files.values()].flatMap((text) => text.match(/\b[A-Z]\w*\b/g) ?? []);
  const names = [...new Set([...words, "string", "undefined", "new", "default"])];
  const entries = names.map((name): [string, Json] => [
    `/${name}`,
    {
      put: {
        operationId: name,
        parameters: [
          mask,
          {
            name: "b",
            in: "body",
            required: true,
            schema: { type: "array", items: { $ref: `#/definitions/${name}` } },
          },
        ],
        responses: { "200": { description: "", schema: { $ref: `#/definitions/${name}` } } },
      },
    },
  ]);
  const definitions = Object.fromEntries(
    names.map((name): [string, Json] => [
      name,
      { type: "object", required: ["a"], properties: { a: { type: "string" } } },
    ]),
  );
  expect(names.length).toBeGreaterThan(100);
  return ["words", swagger({ definitions, paths: Object.fromEntries(entries) })];
}

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function run(file: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}

describe("bindings of foreign documents", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rest-generator-"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
    // The slower compiler gets the documents, and not all the names besides.
    const less = { compilerOptions, include: ["**/*.ts"], exclude: ["words"] };
    await writeFile(join(folder, "tsconfig.documents.json"), JSON.stringify(less));
    for (const [name, spec] of documents) {
      const files = await generate({ spec: await readDocument(here(`foreign/${name}/${spec}`)) });
      await writeOutput(join(folder, name, "generated"), files);
      await copyFile(here("foreign/harness.ts"), join(folder, name, "harness.ts"));
      await copyFile(here(`foreign/${name}/exercise.ts`), join(folder, name, "exercise.ts"));
    }
    const [name, spec] = await wordsAsNames();
    await writeOutput(join(folder, name), await generate({ spec }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ["7", "../../../node_modules/typescript/bin/tsc", "tsconfig.json"],
    ["6", "../node_modules/typescript/bin/tsc", "tsconfig.documents.json"],
  ])("TypeScript %s takes them, with what calls them", async (version, compiler, settings) => {
    expect((await run(here(compiler), "--version")).output).toMatch(`Version ${version}.`);
    expect(await run(here(compiler), "-p", join(folder, settings))).toEqual({ code: 0, output: "" });
  });

  test.each(documents)("client and server of %s understand each other over HTTP", async (name, _, calls) => {
    expect(await run(join(folder, name, "exercise.ts"))).toEqual({ code: 0, output: `${calls} calls\n` });
  });
});
