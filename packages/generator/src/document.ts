import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import type { Json } from "./json.ts";

/** A file that can't be read or isn't JSON or YAML. */
export class DocumentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DocumentError";
  }
}

/** Reads JSON or YAML by content. Throws DocumentError with the file's name as given, one line a mistake: a key that stands twice is one. */
export async function readDocument(file: string): Promise<Json> {
  const text = await readText(file);
  return /^\s*[{[]/.test(text) ? parseJson(file, text) : parseYaml(file, text);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new DocumentError(
      `${file}: ${code === "ENOENT" ? "there is no such file" : `can't be read (${code ?? "unknown reason"})`}`,
      { cause: error },
    );
  }
}

function parseJson(file: string, text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DocumentError(`${file}: is no JSON: ${reason.replaceAll(/\s+/g, " ")}`, { cause: error });
  }
  // JSON.parse drops the first of two equal keys; only this code counts, since JSON may be laid out as YAML may not.
  const doubles = parseDocument(text, { version: "1.2" }).errors.filter(({ code }) => code === "DUPLICATE_KEY");
  if (doubles.length > 0) throw new DocumentError(describe(file, "", doubles));
  return value;
}

function parseYaml(file: string, text: string): Json {
  const document = parseDocument(text, { version: "1.2" });
  if (document.errors.length > 0) throw new DocumentError(describe(file, "is no YAML: ", document.errors));
  return JSON.parse(JSON.stringify(document.toJS())) as Json;
}

/** One line a mistake; yaml's own first line ends with the place. */
function describe(file: string, prefix: string, errors: readonly Error[]): string {
  return errors
    .map(({ message }) => `${file}: ${prefix}${(message.split("\n")[0] ?? "").replace(/:$/, "")}`)
    .join("\n");
}
