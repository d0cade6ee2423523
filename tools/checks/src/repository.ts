import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Files by their path from the root, with `/`. What a check looks at; tests plant their own. */
export interface Repository {
  readonly paths: readonly string[];
  /** The text of one of `paths`. */
  read(path: string): string;
}

/** Made by tools or fetched by them: never part of the repository. Kept like .gitignore, which a test holds. */
const ignored = new Set(["node_modules", "dist", "test-results", ".turbo", ".git", ".DS_Store", ".env"]);
const ignoredEndings = [".log", ".tsbuildinfo", ".cpuprofile"];

/** All files of the working tree. Walks by itself: a copy without git can be checked, too. */
export function readRepository(directory: string = root): Repository {
  const paths = walk(directory, "").toSorted();
  const texts = new Map<string, string>();
  const read = (path: string): string => {
    const text = texts.get(path) ?? readFileSync(join(directory, path), "utf8");
    texts.set(path, text);
    return text;
  };
  return { paths, read };
}

function walk(directory: string, prefix: string): string[] {
  return readdirSync(join(directory, prefix), { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name) || ignoredEndings.some((ending) => entry.name.endsWith(ending))) return [];
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) return walk(directory, path);
    return entry.isFile() ? [path] : [];
  });
}

/** What git takes for the repository's files, sorted; undefined where there is no git. */
export function gitPaths(directory: string = root): string[] | undefined {
  const list = (...options: string[]): string[] =>
    execFileSync("git", ["ls-files", "-z", ...options], { cwd: directory, encoding: "utf8", stdio: "pipe" })
      .split("\0")
      .filter((path) => path !== "");
  try {
    const deleted = new Set(list("--deleted"));
    const paths = list("--cached", "--others", "--exclude-standard");
    return [...new Set(paths)].filter((path) => !deleted.has(path)).toSorted();
  } catch {
    // No git, or no repository of it: the walk stands alone.
    return undefined;
  }
}
