import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How the files of a folder differ from what is generated. */
export interface Drift {
  readonly file: string;
  readonly kind: "missing" | "changed" | "extra";
}

/** Writes the files, and removes TypeScript files of the folder that are not among them. */
export async function writeOutput(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of await typescriptFiles(folder)) if (!files.has(file)) await rm(join(folder, file));
  for (const [file, text] of files) await writeFile(join(folder, file), text);
}

/** Compares a folder with the files, byte for byte. */
export async function findDrift(folder: string, files: ReadonlyMap<string, string>): Promise<readonly Drift[]> {
  const present = await typescriptFiles(folder);
  const drift: Drift[] = present.filter((file) => !files.has(file)).map((file) => ({ file, kind: "extra" }));
  for (const [file, text] of files) {
    if (!present.includes(file)) drift.push({ file, kind: "missing" });
    else if ((await readFile(join(folder, file), "utf8")) !== text) drift.push({ file, kind: "changed" });
  }
  return drift.toSorted((one, other) => (one.file < other.file ? -1 : 1));
}

async function typescriptFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith(".ts"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
