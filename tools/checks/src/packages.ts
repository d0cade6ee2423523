import type { Repository } from "./repository.ts";

export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** One package of the workspace. */
export interface Package {
  /** From the root, as in `packages/core`. */
  readonly directory: string;
  readonly manifest: Manifest;
}

/** The workspace's packages; those deeper, such as the bench's peers, stand outside of it. */
export function readPackages(repository: Repository): Package[] {
  return repository.paths
    .filter((path) => /^(apps|packages|tools|examples)\/[^/]+\/package\.json$/.test(path))
    .map((path) => ({
      directory: path.slice(0, -"/package.json".length),
      manifest: JSON.parse(repository.read(path)) as Manifest,
    }));
}

export const isPublished = ({ manifest }: Package): boolean => manifest.private !== true;

/** What a package declares for its users, and with `dev` also for its own tests. */
export function declared({ manifest }: Package, kind: "run" | "dev"): Readonly<Record<string, string>> {
  return {
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
    ...(kind === "dev" && manifest.devDependencies),
  };
}
