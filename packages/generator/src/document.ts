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

/** Reads JSON or YAML by content. Throws DocumentError with the file's name as given. */
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
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new DocumentError(`${file}: is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function parseYaml(file: string, text: string): Json {
  const document = parseDocument(text, { version: "1.2" });
  const [first] = document.errors;
  if (first !== undefined) throw new DocumentError(`${file}: is no YAML: ${first.message.split("\n")[0] ?? ""}`);
  return JSON.parse(JSON.stringify(document.toJS())) as Json;
}
