import type { Repository } from "./repository.ts";

interface Pattern {
  readonly what: string;
  readonly pattern: RegExp;
  /** Files in which it is meant to be. */
  readonly except?: RegExp;
}

const patterns: readonly Pattern[] = [
  { what: "a path of one machine", pattern: /(?<![\w.$}])\/(work|home|root|Users)\/[\w.]/ },
  { what: "a path of one machine", pattern: /\b[A-Z]:\\Users\\/ },
  {
    what: "a host of a package registry",
    pattern: /https?:\/\/(registry\.|npm\.|[^/\s"']*(artifactory|nexus|verdaccio))/,
  },
  { what: "an address of a package", pattern: /\btarball: *\S*:\/\/|"resolved": *"https?:/ },
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, except: /\/test\// },
  { what: "a token", pattern: /\b(ghp_\w{36}|github_pat_\w{22,}|npm_\w{36}|AKIA[0-9A-Z]{16}|xox[bap]-\w{10,})\b/ },
];

const isText = (path: string): boolean => !/\.(png|jpe?g|gif|webp|ico|woff2?|gz|br|zip|tgz|pdf)$/.test(path);

export interface TextReport {
  readonly files: readonly string[];
  readonly violations: readonly string[];
}

/** Finds what belongs to one machine or to nobody else: paths, registries, keys, tokens. Never prints what it found. */
export function checkPrivateText(repository: Repository): TextReport {
  const files = repository.paths.filter(isText);
  const violations = files.flatMap((path) => {
    const wanted = patterns.filter(({ except }) => except?.test(path) !== true);
    return repository
      .read(path)
      .split("\n")
      .flatMap((line, index) =>
        wanted.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${path}:${index + 1}: holds ${what}`),
      );
  });
  return { files, violations };
}
