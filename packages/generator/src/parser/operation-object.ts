import { type Answer, type Body, isSuccess, type Method, type Operation, type Parameter } from "../model.ts";
import { type Context, child, children, type Node, type ObjectNode } from "./context.ts";
import { parseBody, parseParameter } from "./parameter-object.ts";
import { follow } from "./reference.ts";
import { isJson, parseResponse } from "./response-object.ts";
import type { Identifiers } from "./schema-object.ts";
import { parseSecurity } from "./security-object.ts";

// https://swagger.io/specification/v2/#operation-object

const known = new Set(
  "tags summary description externalDocs operationId consumes produces parameters responses schemes deprecated security".split(
    " ",
  ),
);

/** What an operation inherits from the document and its path. */
export interface Inherited {
  readonly parameters: readonly Node[];
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  /** Names of the security schemes. */
  readonly schemes: ReadonlySet<string>;
  readonly secured: boolean;
  readonly identifiers: Identifiers;
}

/** An operation before its names were made unique. */
export type ParsedOperation = Omit<Operation, "method" | "typeName"> & { readonly pointer: string };

export function parseOperation(
  context: Context,
  node: ObjectNode,
  path: string,
  method: Method,
  inherited: Inherited,
): ParsedOperation {
  context.only(node, known, {
    requestBody: "belongs to OpenAPI 3; Swagger 2.0 has a parameter in: body",
    callbacks: "belongs to OpenAPI 3",
  });
  const produces = context.texts(child(node, "produces")) ?? inherited.produces;
  const consumes = context.texts(child(node, "consumes")) ?? inherited.consumes;
  const { parameters, body } = parseParameters(context, node, inherited);
  if (body !== undefined && consumes.length > 0 && !consumes.some(isJson)) {
    context.report(node, `a body of ${consumes.join(", ")} is not supported: only JSON is`);
  }
  const answers = parseResponses(context, node, produces, inherited.identifiers);
  checkPathParameters(context, node, path, parameters);
  return {
    id: parseId(context, child(node, "operationId")) ?? idFor(method, path),
    httpMethod: method,
    path,
    pointer: node.pointer,
    summary: context.text(child(node, "summary")),
    description: context.text(child(node, "description")),
    deprecated: context.flag(child(node, "deprecated")) ?? false,
    authenticated: parseSecurity(context, child(node, "security"), inherited.schemes) ?? inherited.secured,
    parameters,
    body,
    answers,
    accept: acceptOf(context, node, answers),
  };
}

// It is printed into comments, which a line break would end.
function parseId(context: Context, at: Node): string | undefined {
  const id = context.text(at);
  if (id !== undefined && /[\p{Cc}\p{Zl}\p{Zp}]/u.test(id))
    context.report(at, "has a line break or a control character");
  return id;
}

function idFor(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return [method, ...words].join("_");
}

function parseParameters(
  context: Context,
  node: ObjectNode,
  inherited: Inherited,
): { parameters: readonly Parameter[]; body: Body | undefined } {
  const parameters = new Map<string, Parameter>();
  const bodies: Body[] = [];
  const read = (at: Node, list: "path" | "operation", seen: Set<string>): void => {
    const written = context.object(at, "a parameter");
    const target = written && follow(context, written, "parameters");
    if (target === undefined) return;
    if (target.value["in"] === "body") {
      if (list === "operation" && seen.has("body")) context.report(at, "a second body");
      seen.add("body");
      bodies.push(parseBody(context, target, inherited.identifiers));
      return;
    }
    const parameter = parseParameter(context, target);
    if (parameter === undefined) return;
    // Header names differ by more than case.
    const key = `${parameter.in} ${parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name}`;
    if (seen.has(key)) context.report(at, `a second ${parameter.in} parameter ${parameter.name}`);
    seen.add(key);
    parameters.set(key, parameter);
  };
  const shared = new Set<string>();
  for (const parameter of inherited.parameters) read(parameter, "path", shared);
  const own = new Set<string>();
  for (const parameter of context.list(child(node, "parameters")) ?? []) read(parameter, "operation", own);
  return { parameters: [...parameters.values()], body: bodies.at(-1) };
}

function parseResponses(
  context: Context,
  node: ObjectNode,
  produces: readonly string[],
  identifiers: Identifiers,
): readonly Answer[] {
  const responses = context.object(child(node, "responses"), "responses");
  if (responses === undefined) return [];
  const answers: Answer[] = [];
  for (const entry of children(responses)) {
    if (entry.key.startsWith("x-")) continue;
    const status = /^[1-5]\d\d$/.test(entry.key) ? Number(entry.key) : undefined;
    if (status === undefined && entry.key !== "default") {
      context.report(entry, "a status is a number of three digits, or default");
      continue;
    }
    const response = context.object(entry, "a response");
    const answer = response && parseResponse(context, response, status ?? "default", produces, identifiers);
    if (answer !== undefined) answers.push(answer);
  }
  if (!answers.some(isSuccess)) context.report(responses, "no success (200 to 299) is named; an overlay can add it");
  return answers.toSorted((one, other) => order(one) - order(other));
}

function order(answer: Answer): number {
  return answer.status === "default" ? 1000 : answer.status;
}

function acceptOf(context: Context, node: ObjectNode, answers: readonly Answer[]): Operation["accept"] {
  const kinds = new Set(answers.filter(isSuccess).map((answer) => answer.content.kind));
  if (kinds.has("stream") && kinds.has("json"))
    context.report(child(node, "responses"), "successes of JSON and of a stream in one operation are not supported");
  return kinds.has("stream") ? "stream" : kinds.has("json") ? "json" : "nothing";
}

/** Names in `{…}`, in order. */
export function namesIn(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
}

function checkPathParameters(context: Context, node: ObjectNode, path: string, parameters: readonly Parameter[]): void {
  const names = namesIn(path);
  const declared = parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
  for (const name of names)
    if (!declared.includes(name)) context.report(node, `the path has {${name}}, and no path parameter of that name`);
  for (const name of declared)
    if (!names.includes(name)) context.report(node, `path parameter ${name}: the path has no {${name}}`);
}
