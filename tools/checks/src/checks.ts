import { checkChangesets } from "./changesets.ts";
import { clientConsumer } from "./client-consumer.ts";
import { command, each, listed, type Outcome } from "./command.ts";
import { checkDocuments } from "./documents.ts";
import { checkFaults } from "./faults.ts";
import { checkImports } from "./imports.ts";
import { checkInstalled } from "./installed.ts";
import { isPublished, readPackages } from "./packages.ts";
import { checkPrivateText } from "./private-text.ts";
import { checkQuality } from "./quality.ts";
import { readRepository } from "./repository.ts";
import { checkRuntimeNames } from "./runtime-names.ts";

export interface Check {
  readonly name: string;
  /** One line: what it holds. */
  readonly holds: string;
  run(): Promise<Outcome>;
}

const published = (): string[] =>
  readPackages(readRepository())
    .filter(isPublished)
    .map(({ directory }) => directory);

/** What `pnpm check` runs, on packages that are built. A new check is a new entry. */
export const checks: readonly Check[] = [
  {
    name: "types",
    holds: "sources and tests of every package compile",
    run: () => command("turbo", "run", "typecheck", "--concurrency=2", "--output-logs=errors-only"),
  },
  {
    name: "lint",
    holds: ".oxlintrc.json, with type-aware rules",
    run: () => command("oxlint", "--type-aware", "--deny-warnings", "."),
  },
  {
    name: "format",
    holds: "biome.json",
    run: () => command("biome", "check", "--linter-enabled=false", "--error-on-warnings", "."),
  },
  {
    name: "unused",
    holds: "no file, export or dependency that nobody uses (knip.jsonc)",
    run: () => command("knip", "--no-progress", "--treat-config-hints-as-errors"),
  },
  {
    name: "publint",
    holds: "what is published can be installed and imported",
    run: () => each(published(), (directory) => command("publint", "run", directory, "--strict", "--pack", "npm")),
  },
  {
    name: "attw",
    holds: "the published types are found by every resolution that ESM has",
    run: () => each(published(), (directory) => command("attw", "--pack", directory, "--profile", "esm-only")),
  },
  {
    name: "installed",
    holds: "the packed client installs into an empty project, which compiles by both resolutions of modules, and runs",
    run: () => checkInstalled(clientConsumer),
  },
  {
    name: "size",
    holds: "packages/client/.size-limit.json: at most 10 kB of the client, and no more of it than is used",
    run: () => command("pnpm", "--dir", "packages/client", "run", "size"),
  },
  {
    name: "budget",
    holds: "apps/dashboard/scripts/budget.ts: at most 120 kB of JavaScript, compressed, for the first paint",
    run: () => command("pnpm", "--dir", "apps/dashboard", "run", "budget"),
  },
  {
    name: "drift",
    holds:
      "the generated bindings are what the specification gives now, and the client's documents what the schema gives",
    run: () =>
      each(["packages/rest", "packages/client"], (directory) => command("pnpm", "--dir", directory, "run", "drift")),
  },
  {
    name: "openapi",
    holds: "the specification and its overlay lint clean (openapi/redocly.yaml)",
    run: () =>
      command("redocly", "lint", "openapi/swagger.json", "openapi/overlay.yaml", "--config", "openapi/redocly.yaml"),
  },
  {
    name: "changesets",
    holds: "every published package has a changeset or a release",
    run: async () => {
      const { packages, violations } = checkChangesets(readRepository());
      return listed(packages.length, violations);
    },
  },
  {
    name: "imports",
    holds: "every package imports only whom it may (tools/checks/src/layers.ts)",
    run: async () => {
      const { imports, violations } = checkImports(readRepository());
      return listed(imports, violations);
    },
  },
  {
    name: "runtime",
    holds: "clock, timers, chance and console are parameters in the packages",
    run: async () => {
      const { files, violations } = checkRuntimeNames(readRepository());
      return listed(files.length, violations);
    },
  },
  {
    name: "faults",
    holds: "every fault of docs/faults.yaml has tests, and they are there by name",
    run: async () => {
      const { faults, violations } = checkFaults(readRepository());
      return listed(faults, violations);
    },
  },
  {
    name: "private",
    holds: "no file holds a machine's path, a registry's host, a key or a token",
    run: async () => {
      const { files, violations } = checkPrivateText(readRepository());
      return listed(files.length, violations);
    },
  },
  {
    name: "documents",
    holds: "every path that README, AGENTS and their like name is there",
    run: async () => {
      const { paths, violations } = checkDocuments(readRepository());
      return listed(paths, violations);
    },
  },
  {
    name: "quality",
    holds: "every test that quality.yaml names as a proof is there",
    run: async () => {
      const names = checks.map(({ name }) => name);
      const { rules, violations } = checkQuality(readRepository(), names);
      return listed(rules, violations);
    },
  },
];
