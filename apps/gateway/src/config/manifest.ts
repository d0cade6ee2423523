import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { describeFileError } from "./secrets.ts";

/** A manifest of persisted documents, or why there is none. */
export type ReadManifest = { readonly documents: ReadonlyMap<string, string> } | { readonly mistake: string };

const manifest = z.record(z.string().min(1), z.string().min(1));

/** Reads what a client's code generator wrote: a JSON object of documents by their ids. */
export function readManifest(file: string, folder: string): ReadManifest {
  let text: string;
  try {
    text = readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    return { mistake: `can't read the file ${file}: ${describeFileError(error)}` };
  }
  const parsed = manifest.safeParse(parseJson(text));
  if (!parsed.success) return { mistake: `the file ${file} is no JSON object of documents by their ids` };
  return { documents: new Map(Object.entries(parsed.data)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
