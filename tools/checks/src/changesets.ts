import { parse } from "yaml";
import { isPublished, readPackages } from "./packages.ts";
import type { Repository } from "./repository.ts";

/** Packages that would be published with nothing said about them: never released, and named in no changeset. */
export function checkChangesets(repository: Repository): {
  packages: readonly string[];
  violations: readonly string[];
} {
  const named = new Map(
    repository.paths
      .filter((path) => /^\.changeset\/(?!README)[^/]+\.md$/.test(path))
      .flatMap((path) => {
        const [, front = ""] = repository.read(path).split(/^---$/m);
        const parsed: unknown = parse(front);
        const names = typeof parsed === "object" && parsed !== null ? Object.keys(parsed) : [];
        return names.map((name): [string, string] => [name, path]);
      }),
  );
  const published = readPackages(repository).filter(isPublished);
  const names = published.map(({ manifest }) => manifest.name);
  const silent = published.filter(({ manifest }) => manifest.version === "0.0.0" && !named.has(manifest.name));
  const unknown = [...named].filter(([name]) => !names.includes(name));
  return {
    packages: names,
    violations: [
      ...silent.map(({ manifest }) => `${manifest.name} is named in no .changeset/*.md: run \`pnpm changeset\``),
      ...unknown.map(([name, path]) => `${path}: ${name} is not a published package`),
    ],
  };
}
