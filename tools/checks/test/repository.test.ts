import { expect, test } from "vitest";
import { readPackages } from "../src/packages.ts";
import { gitPaths, readRepository } from "../src/repository.ts";

test("the walk sees the files that git knows, no more and no fewer", () => {
  const { paths } = readRepository();
  expect(paths.length).toBeGreaterThan(200);
  expect(paths).toEqual(gitPaths() ?? paths);
});

test("a text is read as it lies on the disk", () => {
  expect(readRepository().read(".node-version")).toBe("24\n");
});

test("engines are held against the Node that scripts run on: an older one outside is not warned of 60 times", () => {
  const repository = readRepository();
  const { devDependencies } = JSON.parse(repository.read("package.json")) as {
    devDependencies: Record<string, string>;
  };
  const [, nodeVersion] = /^nodeVersion: (.*)$/m.exec(repository.read("pnpm-workspace.yaml")) ?? [];
  expect(nodeVersion).toBe(devDependencies["node"]);
});

test("where there is no repository, git's view is not there either", () => {
  expect(gitPaths("/")).toBeUndefined();
});

test("the workspace's packages are those of apps, packages and tools", () => {
  const directories = readPackages(readRepository()).map(({ directory }) => directory);
  expect(directories).toEqual(
    expect.arrayContaining([
      "apps/gateway",
      "packages/catalogue",
      "packages/core",
      "packages/generator",
      "packages/handshake",
      "packages/rest",
      "packages/simulator",
      "tools/bench",
      "tools/checks",
      "tools/core-suite",
    ]),
  );
});
