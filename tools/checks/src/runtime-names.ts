import type { Repository } from "./repository.ts";
import { globalsOf, importsOf } from "./syntax.ts";

/** Sources in which clock, timers, chance and console are parameters. */
const guarded = ["catalogue", "client", "core", "generator", "handshake", "rest"].map(
  (name) => `packages/${name}/src/`,
);

/** The files that provide the system's own, each with the reason. Nowhere else is there such a list. */
export const runtimeFiles: Readonly<Record<string, string>> = {
  "packages/core/src/runtime.ts": "the system's clock, sleep and chance, which createFleet takes as a parameter",
  "packages/client/src/runtime.ts":
    "the platform's clock, timers, chance, fetch and WebSocket, which a client takes as a parameter",
  "packages/rest/src/runtime.ts": "the timer behind a request's deadline",
};

const names = new Set([
  "AbortSignal.timeout",
  "Date.now",
  "Math.random",
  "clearInterval",
  "clearTimeout",
  "console",
  "crypto.getRandomValues",
  "crypto.randomUUID",
  "new Date()",
  "performance.now",
  "performance.timeOrigin",
  "process.hrtime",
  "process.uptime",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

const modules = /^(node:)?(timers|timers\/promises|console|perf_hooks)$/;

export interface RuntimeReport {
  readonly files: readonly string[];
  readonly violations: readonly string[];
}

/** Finds uses of the system's clock, timers, chance and console where they should have been handed in. */
export function checkRuntimeNames(repository: Repository, allowed = runtimeFiles): RuntimeReport {
  const files = repository.paths.filter(
    (path) => guarded.some((prefix) => path.startsWith(prefix)) && /\.tsx?$/.test(path),
  );
  const violations = files.filter((path) => !(path in allowed)).flatMap((path) => usesIn(path, repository.read(path)));
  const gone = Object.keys(allowed).filter((path) => !files.includes(path));
  return { files, violations: [...violations, ...gone.map((path) => `${path}: allowed and not there`)] };
}

function usesIn(path: string, text: string): string[] {
  const uses = globalsOf(path, text).filter(({ name }) => names.has(name) || names.has(name.split(".")[0] ?? ""));
  const imported = importsOf(path, text).filter(({ specifier }) => specifier !== undefined && modules.test(specifier));
  const violations = [
    ...uses.map(({ name, line }) => `${path}:${line}: uses ${name}`),
    ...imported.map(({ specifier, line }) => `${path}:${line}: imports ${specifier}`),
  ];
  return [...new Set(violations)];
}
