import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program on this machine that npm can't bring: the first of these names that is there. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}
