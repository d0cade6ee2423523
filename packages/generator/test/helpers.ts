import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generate, type Json, type JsonObject, SpecificationError, writeOutput } from "../src/index.ts";
import type { Problem } from "../templates/checks.ts";

/** A document with one operation that answers nothing, and what else is given. */
export function swagger(more: JsonObject = {}): JsonObject {
  const info = { title: "Test", version: "1" };
  const paths = { "/ping": { get: { operationId: "ping", responses: { "200": { description: "Pong" } } } } };
  return { swagger: "2.0", info, paths, ...more };
}

/** A document with one definition named Thing. */
export function defining(schema: Json, more: JsonObject = {}): JsonObject {
  return swagger({ definitions: { Thing: schema, ...more } });
}

/** A document whose only path holds `operation` under `method`. */
export function operating(path: string, method: string, operation: JsonObject, more: JsonObject = {}): JsonObject {
  const full = { operationId: "act", responses: { "200": { description: "Done" } }, ...operation };
  return swagger({ paths: { [path]: { [method]: full } }, ...more });
}

export async function textOf(spec: Json, file: string): Promise<string> {
  return (await generate({ spec })).get(file) ?? "";
}

/** The part of a text from the first line with `from` to the line before the next one with `to`. */
export function part(text: string, from: string, to: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.includes(from));
  const length = lines.slice(start + 1).findIndex((line) => line.includes(to));
  return lines
    .slice(start, length === -1 ? undefined : start + 1 + length)
    .join("\n")
    .trimEnd();
}

/** Messages of what is refused; none when all is taken. */
export async function refusals(spec: Json): Promise<string[]> {
  try {
    await generate({ spec });
    return [];
  } catch (error) {
    if (error instanceof SpecificationError) return error.message.split("\n");
    throw error;
  }
}

/** What tests call of generated bindings. */
export interface Bindings {
  readonly operations: Readonly<Record<string, object>>;
  matchRoute(
    method: string,
    pathname: string,
  ): { found: boolean; operation?: string; path?: Record<string, string>; allow?: string[] };
  readRequest(operation: string, raw: object): { ok: boolean; request?: object; message?: string };
  createClient(
    transport: (request: { path: string }) => Promise<object>,
  ): Record<string, (args: object) => Promise<object>>;
  readonly [check: `check${string}`]: (value: unknown) => Problem | undefined;
}

/** What tests call of generated bindings that has a name like a check. */
export interface ServerBindings {
  checkAnswer(operation: string, status: number, body: unknown, partial?: boolean): Problem | undefined;
}

/** Generates into a folder of its own and imports the result; `dispose` removes the folder. */
export async function load(spec: Json): Promise<{ bindings: Bindings } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "rest-generator-"));
  await writeOutput(folder, await generate({ spec }));
  const bindings = (await import(pathToFileURL(join(folder, "index.ts")).href)) as Bindings;
  return { bindings, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
