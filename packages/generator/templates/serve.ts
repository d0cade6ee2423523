import { type Check, describeProblem, type Problem, runCheck } from "./checks.ts";
import type { OperationId, UndocumentedAnswer } from "./contract.ts";
import type { OperationEntry, Route } from "./entry.ts";
import { type Operations, operations } from "./operations.ts";
import { routes } from "./routes.ts";
import { decodeSegment, type ParameterEntry, readParameter } from "./wire.ts";

/** What a handler gets: parameters and body, read and checked. */
export type ServerRequest<Id extends OperationId> = { readonly operation: Id } & Operations[Id]["request"];

/** What a handler gives: an answer of the specification, or one marked `undocumented`. */
export type ServerAnswer<Id extends OperationId> = Operations[Id]["answer"] | UndocumentedAnswer;

export type Handler<Id extends OperationId, Context> = (
  request: ServerRequest<Id>,
  context: Context,
) => ServerAnswer<Id> | Promise<ServerAnswer<Id>>;

/** A handler for every operation: the compiler proves that none is missing. */
export type Handlers<Context> = { readonly [Id in OperationId]: Handler<Id, Context> };

export type RouteMatch =
  | {
      readonly found: true;
      readonly route: Route;
      readonly operation: OperationId;
      readonly path: Readonly<Record<string, string>>;
    }
  | { readonly found: false; readonly allow: readonly string[] };

interface CompiledRoute {
  readonly route: Route;
  readonly segments: readonly CompiledSegment[];
}

interface CompiledSegment {
  readonly before: string;
  readonly after: string;
  readonly parameter: boolean;
}

/** Finds the operation of a request. `pathname` is as it came, encoded, without base path and query. `allow` is empty where no method is served. */
export function matchRoute(method: string, pathname: string): RouteMatch {
  const parts = pathname.split("/");
  const allow: string[] = [];
  for (const { route, segments } of compiledRoutes) {
    const values = matchSegments(segments, parts);
    if (values === undefined) continue;
    if (route.method !== method.toUpperCase()) {
      if (!allow.includes(route.method)) allow.push(route.method);
      continue;
    }
    const operation = selectOperation(route, values);
    return { found: true, route, operation, path: nameValues(operation, values) };
  }
  return { found: false, allow };
}

const compiledRoutes: readonly CompiledRoute[] = routes
  .map((route) => ({ route, segments: route.template.split("/").map(compileSegment) }))
  // Literal segments go before parameters, so that /pets/mine is not taken for a pet's name.
  .sort((one, other) => rank(one.segments).localeCompare(rank(other.segments)));

function rank(segments: readonly CompiledSegment[]): string {
  return segments
    .map((segment) => (!segment.parameter ? "a" : segment.before + segment.after !== "" ? "b" : "c"))
    .join("");
}

function compileSegment(segment: string): CompiledSegment {
  const match = /^([^{]*)\{[^}]*\}(.*)$/.exec(segment);
  if (match === null) return { before: segment, after: "", parameter: false };
  return { before: match[1] ?? "", after: match[2] ?? "", parameter: true };
}

function matchSegments(segments: readonly CompiledSegment[], parts: readonly string[]): string[] | undefined {
  if (segments.length !== parts.length) return undefined;
  const values: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? "";
    if (!segment.parameter) {
      if (decodeSegment(part) !== segment.before) return undefined;
      continue;
    }
    if (!part.startsWith(segment.before) || !part.endsWith(segment.after)) return undefined;
    const value = decodeSegment(part.slice(segment.before.length, part.length - segment.after.length));
    if (value === undefined || value === "") return undefined;
    values.push(value);
  }
  return values;
}

function selectOperation(route: Route, values: readonly string[]): OperationId {
  const [first] = route.operations;
  if (route.operations.length === 1) return first;
  const separators = { csv: ",", ssv: " ", tsv: "\t", pipes: "|", multi: "," } as const;
  const isList = (parameter: ParameterEntry, index: number): boolean =>
    parameter.list !== undefined && (values[index] ?? "").includes(separators[parameter.list]);
  return (
    route.operations.find((id) => pathParameters(id).some(isList)) ??
    route.operations.find((id) => pathParameters(id).every((parameter) => parameter.list === undefined)) ??
    first
  );
}

function pathParameters(id: OperationId): readonly ParameterEntry[] {
  const operation: OperationEntry = operations[id];
  const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]);
  return names.flatMap((name) =>
    operation.parameters.filter((parameter) => parameter.in === "path" && parameter.name === name),
  );
}

function nameValues(operation: OperationId, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(pathParameters(operation).map((parameter, index) => [parameter.name, values[index] ?? ""]));
}

/** A request as a server got it. */
export interface RawRequest {
  /** Of `matchRoute`. */
  readonly path: Readonly<Record<string, string>>;
  readonly query?: URLSearchParams;
  /** As node:http gives them: names in lower case. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed JSON; `undefined` where the request has no body. */
  readonly body?: unknown;
}

/** `pointer` starts with the place: /path, /query, /header or /body. */
export interface BadRequest {
  readonly ok: false;
  readonly pointer: string;
  readonly message: string;
}

export type ReadRequest<Id extends OperationId> =
  | { readonly ok: true; readonly request: ServerRequest<Id> }
  | BadRequest;

/** Reads and checks what a client sent. Unknown parameters and fields are left alone. */
export function readRequest<Id extends OperationId>(id: Id, raw: RawRequest): ReadRequest<Id> {
  const operation: OperationEntry = operations[id];
  const groups = {
    path: new Map<string, unknown>(),
    query: new Map<string, unknown>(),
    header: new Map<string, unknown>(),
  };
  for (const parameter of operation.parameters) {
    const texts = textsOf(parameter, raw);
    if (texts.length === 0) {
      if (parameter.required) return bad(parameter, { pointer: "", expected: "a value", found: "nothing" });
      continue;
    }
    const read = readParameter(parameter, texts);
    if (!read.ok) return bad(parameter, read.problem);
    groups[parameter.in].set(parameter.name, read.value);
  }
  const body = raw.body;
  if (operation.body !== undefined && (operation.body.required || body !== undefined)) {
    const problem = runCheck(operation.body.check, body);
    if (problem !== undefined) return badAt("/body", problem);
  }
  const [path, query, header] = [groups.path, groups.query, groups.header].map((group) => Object.fromEntries(group));
  const request: object = { operation: id, path, query, header, body: operation.body === undefined ? undefined : body };
  return { ok: true, request: request as ServerRequest<Id> };
}

function textsOf(parameter: ParameterEntry, raw: RawRequest): readonly string[] {
  if (parameter.in === "query") return raw.query?.getAll(parameter.name) ?? [];
  const source = parameter.in === "path" ? raw.path : (raw.headers ?? {});
  const key = parameter.in === "path" ? parameter.name : parameter.name.toLowerCase();
  const value = Object.hasOwn(source, key) ? source[key] : undefined;
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function bad(parameter: ParameterEntry, problem: Problem): BadRequest {
  return badAt(`/${parameter.in}/${parameter.name.replaceAll("~", "~0").replaceAll("/", "~1")}`, problem);
}

function badAt(place: string, problem: Problem): BadRequest {
  const pointer = place + problem.pointer;
  return { ok: false, pointer, message: describeProblem({ ...problem, pointer }) };
}

/**
 * Checks what a server is about to send; `undefined` when it is as specified, or of a status that the specification doesn't name.
 * `partial`: a fields mask was asked for, so that no field is required. Default false.
 */
export function checkAnswer(id: OperationId, status: number, body: unknown, partial = false): Problem | undefined {
  const operation: OperationEntry = operations[id];
  const check: Check | undefined = operation.answers[String(status)]?.check;
  return check === undefined ? undefined : runCheck(check, body, partial);
}

/** Matches, reads, and lets the handler answer: 404 and 405 for no route, 400 with `message` for a request that is not as specified. */
export async function dispatch<Context>(
  handlers: Handlers<Context>,
  incoming: Omit<RawRequest, "path"> & { readonly method: string; readonly pathname: string },
  context: Context,
): Promise<{ readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }> {
  const match = matchRoute(incoming.method, incoming.pathname);
  if (!match.found) {
    if (match.allow.length === 0) return { status: 404, body: { message: "Not found" } };
    return { status: 405, body: { message: "Method not allowed" }, headers: { allow: match.allow.join(", ") } };
  }
  return answer(handlers, match.operation, { ...incoming, path: match.path }, context);
}

async function answer<Id extends OperationId, Context>(
  handlers: { readonly [Key in Id]: Handler<Key, Context> },
  id: Id,
  raw: RawRequest,
  context: Context,
): Promise<ServerAnswer<Id> | { readonly status: number; readonly body: unknown }> {
  const read = readRequest(id, raw);
  if (!read.ok) return { status: 400, body: { message: read.message } };
  return handlers[id](read.request, context);
}
