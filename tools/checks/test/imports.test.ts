import { expect, test } from "vitest";
import { checkImports, isSource } from "../src/imports.ts";
import { layers } from "../src/layers.ts";
import { readPackages } from "../src/packages.ts";
import { gitPaths, readRepository } from "../src/repository.ts";
import { planted } from "./planted.ts";

/** Grows with the repository: a check that saw fewer files than ever before has gone blind. */
const fewestFiles = 400;
const fewestImports = 1_400;

test("everybody imports only whom DESIGN allows, by name, through exports", () => {
  const { files, imports, violations } = checkImports(readRepository());
  expect(violations).toEqual([]);
  expect(files.length).toBeGreaterThanOrEqual(fewestFiles);
  expect(imports).toBeGreaterThanOrEqual(fewestImports);
  expect(files).toEqual(gitPaths()?.filter(isSource) ?? files);
});

test("every package of the workspace has a source that was seen", () => {
  const repository = readRepository();
  const { files } = checkImports(repository);
  const unseen = readPackages(repository).filter(
    ({ directory }) => !files.some((path) => path.startsWith(`${directory}/`)),
  );
  expect(unseen.map(({ directory }) => directory)).toEqual([]);
});

test("the rule is DESIGN's", () => {
  const ours = (name: string): string[] => [...(layers[`@plenticore/${name}`]?.src ?? ["missing"])].toSorted();
  expect([ours("handshake"), ours("catalogue"), ours("rest"), ours("generator")]).toEqual([[], [], [], []]);
  expect(ours("core")).toEqual(["@plenticore/catalogue", "@plenticore/handshake", "@plenticore/rest"]);
  expect(ours("simulator")).toEqual(ours("core"));
  const files = "@plenticore/dashboard";
  expect(ours("gateway")).toEqual(["@plenticore/catalogue", "@plenticore/core", files, "@plenticore/simulator"]);
  expect([...ours("client"), ...ours("dashboard")]).toEqual(["@plenticore/client"]);
  for (const { src, test: tests = [] } of Object.values(layers)) {
    expect([...src, ...tests]).not.toContain("@plenticore/generator");
  }
});

const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({ name: `@plenticore/${name}`, exports: { ".": "./dist/index.js" }, ...more });

/** Clean, and small: each violation is planted into it. */
const clean = {
  "packages/rest/package.json": manifest("rest", { dependencies: { undici: "1" }, devDependencies: { vitest: "1" } }),
  "packages/rest/src/index.ts": `import { Pool } from "undici"; export { Pool }; export * from "./types.ts";`,
  "packages/rest/src/types.ts": `import type { Server } from "node:http"; export type A = Server;`,
  "packages/rest/test/rest.test.ts": `import { test } from "vitest"; import "../src/index.ts"; await import(String(test));`,
  "packages/rest/bin/rest.js": `#!/usr/bin/env node\nimport "../dist/index.js";`,
  "packages/rest/vitest.config.ts": `import "../../vitest.config.ts";`,
  "packages/core/package.json": manifest("core", { dependencies: { "@plenticore/rest": "workspace:^" } }),
  "packages/core/src/index.ts": `export * from "@plenticore/rest";`,
};

const plant = (files: Readonly<Record<string, string>>): readonly string[] =>
  checkImports(planted({ ...clean, ...files })).violations;

test("the small repository is clean, so that what follows tells something", () => {
  const { files, imports, violations } = checkImports(planted(clean));
  expect({ files: files.length, imports, violations }).toEqual({ files: 6, imports: 9, violations: [] });
});

const restDevelops = (more: object): string =>
  manifest("rest", { dependencies: { undici: "1" }, devDependencies: { vitest: "1", ...more } });

const plantings: readonly [name: string, files: Readonly<Record<string, string>>, want: string][] = [
  [
    "a package from a lower layer",
    { "packages/rest/src/bad.ts": `import "@plenticore/core";` },
    "packages/rest/src/bad.ts:1: must not import @plenticore/core",
  ],
  [
    "a type from a lower layer",
    { "packages/rest/src/bad.ts": `\nexport type A = import("@plenticore/core").B;` },
    "packages/rest/src/bad.ts:2: must not import @plenticore/core",
  ],
  [
    "a test of core that imports the simulator",
    {
      "packages/core/test/bad.test.ts": `import "@plenticore/simulator";`,
      "packages/simulator/package.json": manifest("simulator"),
    },
    "packages/core/test/bad.test.ts:1: must not import @plenticore/simulator",
  ],
  [
    "a manifest that declares a lower layer",
    {
      "packages/core/package.json": manifest("core", {
        dependencies: { "@plenticore/rest": "workspace:^" },
        devDependencies: { "@plenticore/simulator": "workspace:^" },
      }),
    },
    "packages/core/package.json: @plenticore/core must not depend on @plenticore/simulator",
  ],
  [
    "a command's package among what users install",
    {
      "packages/rest/package.json": manifest("rest", {
        dependencies: { undici: "1", "@plenticore/generator": "workspace:^" },
        devDependencies: { vitest: "1" },
      }),
    },
    "packages/rest/package.json: @plenticore/rest must not depend on @plenticore/generator",
  ],
  [
    "a command's package that is imported",
    {
      "packages/rest/package.json": restDevelops({ "@plenticore/generator": "workspace:^" }),
      "packages/generator/package.json": manifest("generator"),
      "packages/rest/test/bad.test.ts": `import "@plenticore/generator";`,
    },
    "packages/rest/test/bad.test.ts:1: must not import @plenticore/generator",
  ],
  [
    "a package of ours from the registry",
    { "packages/core/package.json": manifest("core", { dependencies: { "@plenticore/rest": "^1.0.0" } }) },
    "packages/core/package.json: @plenticore/rest is not taken from the workspace",
  ],
  [
    "a relative import over a package's border",
    { "packages/core/src/bad.ts": `import "../../rest/src/index.ts";` },
    "packages/core/src/bad.ts:1: leaves its package with ../../rest/src/index.ts",
  ],
  [
    "a setting that takes another package's file",
    { "packages/core/vitest.config.ts": `import "../rest/vitest.config.ts";` },
    "packages/core/vitest.config.ts:1: leaves its package with ../rest/vitest.config.ts",
  ],
  [
    "a deep import",
    { "packages/core/src/bad.ts": `import "@plenticore/rest/dist/index.js";` },
    "packages/core/src/bad.ts:1: @plenticore/rest/dist/index.js is not among the exports of @plenticore/rest",
  ],
  [
    "a package of ours that isn't there",
    { "packages/core/src/bad.ts": `import "@plenticore/nothing";` },
    "packages/core/src/bad.ts:1: @plenticore/nothing is not among the exports of @plenticore/nothing",
  ],
  [
    "a package that isn't declared",
    { "packages/rest/src/bad.ts": `import "yaml/util";` },
    "packages/rest/src/bad.ts:1: yaml is not declared in package.json for run",
  ],
  [
    "a scoped package that isn't declared, in a test",
    { "packages/rest/test/bad.test.ts": `export * from "@scope/name";` },
    "packages/rest/test/bad.test.ts:1: @scope/name is not declared in package.json for dev",
  ],
  [
    "a package for development in what users get",
    { "packages/rest/src/bad.ts": `import { test } from "vitest"; test("x", () => undefined);` },
    "packages/rest/src/bad.ts:1: vitest is not declared in package.json for run",
  ],
  [
    "an allowed package of ours that isn't declared",
    {
      "packages/core/src/bad.ts": `import "@plenticore/handshake";`,
      "packages/handshake/package.json": manifest("handshake"),
    },
    "packages/core/src/bad.ts:1: @plenticore/handshake is not declared in package.json for run",
  ],
  [
    "a relative import with another ending",
    { "packages/rest/src/bad.ts": `import "./types.js";` },
    "packages/rest/src/bad.ts:1: ./types.js does not end in .ts",
  ],
  [
    "a relative import without an ending",
    { "packages/rest/src/bad.ts": `import "./types";` },
    "packages/rest/src/bad.ts:1: ./types does not end in .ts",
  ],
  [
    "a built-in without node:",
    { "packages/rest/src/bad.ts": `import "fs/promises";` },
    "packages/rest/src/bad.ts:1: imports fs/promises without node:",
  ],
  [
    "an absolute path",
    { "packages/rest/src/bad.ts": `import "/etc/x.ts";` },
    "packages/rest/src/bad.ts:1: imports /etc/x.ts by address",
  ],
  [
    "a computed import in what users get",
    { "packages/rest/src/bad.ts": `export const load = (name: string) => import(name);` },
    "packages/rest/src/bad.ts:1: imports a computed name",
  ],
  [
    "a package without a layer",
    { "packages/new/package.json": manifest("new") },
    "packages/new/package.json: @plenticore/new has no place in tools/checks/src/layers.ts",
  ],
  [
    "a source outside of all packages",
    { "packages/lost/src/bad.ts": "" },
    "packages/lost/src/bad.ts: belongs to no package",
  ],
  [
    "a circle of packages, also by development",
    {
      "packages/rest/package.json": restDevelops({ "@plenticore/core": "workspace:^" }),
    },
    "circle of packages: @plenticore/core → @plenticore/rest → @plenticore/core",
  ],
];

test.each(plantings)("reported: %s", (_name, files, want) => {
  expect(plant(files)).toContain(want);
});

test("a private package may use in src what it has for development", () => {
  const tool = {
    "tools/bench/package.json": manifest("tools-bench", { private: true, devDependencies: { yaml: "1" } }),
  };
  expect(plant({ ...tool, "tools/bench/src/index.ts": `import "yaml";` })).toEqual([]);
});

test("what is published as a bundle may use in src what it has for development, and nothing that is not declared", () => {
  const page = {
    "apps/dashboard/package.json": manifest("dashboard", { devDependencies: { react: "1" } }),
    "packages/client/package.json": manifest("client"),
  };
  expect(plant({ ...page, "apps/dashboard/src/app.tsx": `import "react";` })).toEqual([]);
  expect(plant({ ...page, "apps/dashboard/src/app.tsx": `import "urql";` })).toEqual([
    "apps/dashboard/src/app.tsx:1: urql is not declared in package.json for dev",
  ]);
});

test("a file that can't be parsed is an error", () => {
  expect(() => plant({ "packages/rest/src/bad.ts": "import {" })).toThrow("packages/rest/src/bad.ts");
});
