import { posix } from "node:path";
import type { Repository } from "./repository.ts";

export interface DocumentReport {
  readonly documents: readonly string[];
  /** Paths that were looked up. */
  readonly paths: number;
  readonly violations: readonly string[];
}

/** Looks up every path that the documents name, in backticks or as a link: documents that point nowhere are worse than none. */
export function checkDocuments(repository: Repository): DocumentReport {
  const documents = repository.paths.filter((path) => /(^|\/)[A-Z_]+\.md$/.test(path) && !path.includes("/peers/"));
  const known = new Set(repository.paths.flatMap((path) => [path, ...parents(path)]));
  const tops = new Set([...known].filter((path) => !path.includes("/")));
  let paths = 0;
  const violations = documents.flatMap((document) =>
    namedPaths(repository.read(document), tops).flatMap(({ path, line, isLink }) => {
      paths += 1;
      const beside = posix.join(posix.dirname(document), path);
      // A link is relative to its document; a path in backticks is read from the root, or from the document's folder.
      const found = known.has(beside) || (!isLink && known.has(path));
      return found ? [] : [`${document}:${line}: there is no ${path}`];
    }),
  );
  return { documents, paths, violations };
}

const parents = (path: string): string[] =>
  path.split("/").flatMap((_, index, parts) => (index === 0 ? [] : [parts.slice(0, index).join("/")]));

interface NamedPath {
  readonly path: string;
  readonly line: number;
  readonly isLink: boolean;
}

function namedPaths(text: string, tops: ReadonlySet<string>): NamedPath[] {
  return text.split("\n").flatMap((content, index) => {
    const line = index + 1;
    const links = [...content.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target.replace(/[#?].*$/, ""))
      .filter((target) => target !== "" && !/^([a-z]+:|\/)/.test(target))
      .map((target) => ({ path: trimmed(target), line, isLink: true }));
    const tokens = [...content.matchAll(/`([^`]+)`/g)]
      .map(([, token = ""]) => trimmed(token))
      .filter((token) => isPath(token, tops))
      .map((token) => ({ path: token, line, isLink: false }));
    return [...links, ...tokens];
  });
}

const trimmed = (path: string): string => path.replace(/^\.\//, "").replace(/\/$/, "");

/** Begins with a folder of the root, and holds no place-holder such as `packages/X` or `*`. */
const isPath = (token: string, tops: ReadonlySet<string>): boolean =>
  /^[\w.@-]+(\/[\w.@-]+)+$/.test(token) &&
  tops.has(token.split("/")[0] ?? "") &&
  !token.split("/").some((part) => /^[A-Z]+$/.test(part)) &&
  !/(^|\/)(dist|node_modules|test-results)(\/|$)/.test(token);
