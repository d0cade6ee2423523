import { builtinModules } from "node:module";
import { posix } from "node:path";
import { type Layer, layers as ourLayers } from "./layers.ts";
import { declared, isPublished, type Package, readPackages } from "./packages.ts";
import type { Repository } from "./repository.ts";
import { type Import, importsOf } from "./syntax.ts";

export interface ImportReport {
  /** Source files that were parsed. */
  readonly files: readonly string[];
  readonly imports: number;
  /** One line each; empty is good. */
  readonly violations: readonly string[];
}

type Layers = Readonly<Record<string, Layer>>;

/** Source of ours: what is built from it, and what the bench's peers bring, is not. */
export const isSource = (path: string): boolean =>
  /^(apps|packages|tools|examples)\/[^/]+\/.*\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/.test(path) &&
  !path.startsWith("tools/bench/peers/");

/** Holds the rule of who may import whom, over all manifests and all imports of the workspace. */
export function checkImports(repository: Repository, layers: Layers = ourLayers): ImportReport {
  const packages = readPackages(repository);
  const files = repository.paths.filter(isSource);
  const violations = packages.flatMap((one) => manifestViolations(one, packages, layers));
  violations.push(...cycles(packages));
  let imports = 0;
  for (const path of files) {
    const owner = packages.find(({ directory }) => path.startsWith(`${directory}/`));
    if (!owner) {
      violations.push(`${path}: belongs to no package`);
      continue;
    }
    for (const found of importsOf(path, repository.read(path))) {
      imports += 1;
      const complaint = importViolation({ path, owner, found, packages, layers });
      if (complaint !== undefined) violations.push(`${path}:${found.line}: ${complaint}`);
    }
  }
  return { files, imports, violations };
}

function manifestViolations(one: Package, packages: readonly Package[], layers: Layers): string[] {
  const { name } = one.manifest;
  const layer = layers[name];
  if (!layer) return [`${one.directory}/package.json: ${name} has no place in tools/checks/src/layers.ts`];
  const [run, dev] = [declared(one, "run"), declared(one, "dev")];
  const ours = Object.keys(dev).filter((dependency) => isOurs(dependency, packages));
  return ours.flatMap((dependency) => {
    const known = dependency in run ? layer.src : [...layer.src, ...(layer.test ?? []), ...(layer.commands ?? [])];
    const complaints = known.includes(dependency) ? [] : [`${name} must not depend on ${dependency}`];
    if (!dev[dependency]?.startsWith("workspace:")) complaints.push(`${dependency} is not taken from the workspace`);
    return complaints.map((complaint) => `${one.directory}/package.json: ${complaint}`);
  });
}

interface Found {
  readonly path: string;
  readonly owner: Package;
  readonly found: Import;
  readonly packages: readonly Package[];
  readonly layers: Layers;
}

/** Tests and the package's own settings; all else is what users get. */
const isDevelopment = ({ path, owner }: Found): boolean => !/^(src|bin)\//.test(path.slice(owner.directory.length + 1));

function importViolation(given: Found): string | undefined {
  const { specifier } = given.found;
  if (specifier === undefined) return isDevelopment(given) ? undefined : "imports a computed name";
  if (specifier.startsWith(".")) return relativeViolation(given, specifier);
  if (specifier.startsWith("node:")) return undefined;
  if (builtinModules.includes(specifier)) return `imports ${specifier} without node:`;
  if (/^(\/|file:|data:|https?:)/.test(specifier)) return `imports ${specifier} by address`;
  return packageViolation(given, specifier);
}

function relativeViolation({ path, owner }: Found, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  // Settings may build on the settings of the root.
  const isSetting = /\.config\.ts$/;
  if (isSetting.test(path) && isSetting.test(target) && !target.includes("/")) return undefined;
  if (!target.startsWith(`${owner.directory}/`)) return `leaves its package with ${specifier}`;
  const endings = /\.[cm]?jsx?$/.test(path) ? /\.(js|json)$/ : /\.(ts|tsx|json|css|svg)$/;
  return endings.test(specifier) ? undefined : `${specifier} does not end in .ts`;
}

function packageViolation(given: Found, specifier: string): string | undefined {
  const { owner, packages, layers } = given;
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const subpath = [".", ...parts.slice(specifier.startsWith("@") ? 2 : 1)].join("/");
  if (isOurs(name, packages)) {
    const target = packages.find(({ manifest }) => manifest.name === name);
    if (!(subpath in (target?.manifest.exports ?? {}))) return `${specifier} is not among the exports of ${name}`;
    if (name === owner.manifest.name) return undefined;
    const layer = layers[owner.manifest.name];
    const known = [...(layer?.src ?? []), ...(isDevelopment(given) ? (layer?.test ?? []) : [])];
    if (!known.includes(name)) return `must not import ${name}`;
  }
  const isBundled = layers[owner.manifest.name]?.bundled === true;
  const kind = isDevelopment(given) || !isPublished(owner) || isBundled ? "dev" : "run";
  return name in declared(owner, kind) ? undefined : `${name} is not declared in package.json for ${kind}`;
}

const isOurs = (name: string, packages: readonly Package[]): boolean =>
  name.startsWith("@plenticore/") || packages.some(({ manifest }) => manifest.name === name);

/** Circles of packages, over all kinds of dependencies: turbo and pnpm want none of them. */
function cycles(packages: readonly Package[]): string[] {
  const edges = new Map(packages.map((one) => [one.manifest.name, Object.keys(declared(one, "dev"))]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    if (way.includes(name)) found.push(`circle of packages: ${[...way.slice(way.indexOf(name)), name].join(" → ")}`);
    else if (!done.has(name)) {
      for (const next of edges.get(name) ?? []) if (edges.has(next)) visit(next, [...way, name]);
      done.add(name);
    }
  };
  for (const name of edges.keys()) visit(name, []);
  return found;
}
