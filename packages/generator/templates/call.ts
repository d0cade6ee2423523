import { type Check, describeProblem, isObject, own, type Problem, runCheck } from "./checks.ts";
import type {
  CallOptions,
  Masked,
  OperationId,
  OperationRequest,
  Result,
  Success,
  Transport,
  TransportResponse,
} from "./contract.ts";
import type { OperationEntry } from "./entry.ts";
import { type Operations, operations } from "./operations.ts";
import { encodeSegment, type ParameterEntry, writeParameter } from "./wire.ts";

export interface ClientOptions {
  /** Other path templates by operation, each starting with "/", without the base path. Default: those of the specification. */
  readonly paths?: Readonly<Partial<Record<OperationId, string>>>;
}

export type ResultOf<Id extends OperationId> = Result<Operations[Id]["success"], Operations[Id]["failure"]>;

/** As `ResultOf`, of a call with a fields mask: the value may lack any field. */
export type MaskedResultOf<Id extends OperationId> = Result<
  MaskedSuccess<Operations[Id]["success"]>,
  Operations[Id]["failure"]
>;

type MaskedSuccess<Succeeded> =
  Succeeded extends Success<infer Status, infer Value> ? Success<Status, Masked<Value>> : never;

export type Call = <Id extends OperationId>(
  id: Id,
  args?: Operations[Id]["args"],
  options?: CallOptions,
) => Promise<ResultOf<Id>>;

/** Makes the one function behind every method of a client. Throws TypeError for a path override that can't be used. */
export function createCall(transport: Transport, options: ClientOptions = {}): Call {
  const paths = new Map(Object.entries(options.paths ?? {}));
  for (const [id, template] of paths) checkOverride(id, template);
  return async (id, args, callOptions = {}) => {
    const operation: OperationEntry = operations[id];
    const request = writeRequest(id, operation, paths.get(id) ?? operation.path, args ?? {});
    const answer = await transport(request, callOptions);
    if (!("ok" in answer) && !wantsBody(operation, answer.status)) await giveUp(answer.body);
    // The table beside the types proves the shape: every member was checked against it.
    return ("ok" in answer ? answer : readAnswer(operation, answer, isMasked(operation, args ?? {}))) as ResultOf<
      typeof id
    >;
  };
}

function checkOverride(id: string, template: string | undefined): void {
  if (!Object.hasOwn(operations, id)) throw new TypeError(`paths: there is no operation ${id}`);
  if (template === undefined || !template.startsWith("/"))
    throw new TypeError(`paths.${id}: a path must start with "/"`);
  const names = (text: string): string =>
    [...text.matchAll(/\{([^}]*)\}/g)]
      .map((match) => match[1] ?? "")
      .toSorted((one, other) => (one < other ? -1 : 1))
      .join(" ");
  const wanted = names((operations[id as OperationId] as OperationEntry).path);
  if (names(template) !== wanted)
    throw new TypeError(`paths.${id}: the path parameters must be ${wanted === "" ? "none" : wanted}`);
  if (/[?#\s\\]/.test(template)) throw new TypeError(`paths.${id}: a path has no query, fragment, blank or backslash`);
}

function writeRequest(id: OperationId, operation: OperationEntry, template: string, args: object): OperationRequest {
  const query = new Map<string, string | readonly string[]>();
  const headers = new Map<string, string>();
  let path = template;
  for (const parameter of operation.parameters) {
    const value = argument(args, parameter.in, parameter.name);
    const place = `${id}: ${parameter.in} parameter ${parameter.name}`;
    if (value === undefined && !parameter.required) continue;
    demand(place, parameter.check, value);
    const text = at(place, () => writeParameter(parameter, value));
    if (parameter.in === "query") query.set(parameter.name, text);
    else if (parameter.in === "header") headers.set(parameter.name, headerValue(place, String(text)));
    else path = at(place, () => path.replaceAll(`{${parameter.name}}`, () => encodeSegment(String(text))));
  }
  const request = {
    operation: id,
    method: operation.method,
    path,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(headers),
    accept: operation.accept,
  };
  const body = isObject(args) ? own(args, "body") : undefined;
  if (operation.body === undefined || (body === undefined && !operation.body.required)) return request;
  demand(`${id}: body`, operation.body.check, body);
  return { ...request, body };
}

function argument(args: object, group: ParameterEntry["in"], name: string): unknown {
  const values = isObject(args) ? own(args, group) : undefined;
  return isObject(values) ? own(values, name) : undefined;
}

function demand(place: string, check: Check, value: unknown): void {
  const problem = runCheck(check, value);
  if (problem !== undefined) throw new TypeError(`${place}: ${describeProblem(problem)}`);
}

function at<Value>(place: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}

function headerValue(place: string, text: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text;
  throw new TypeError(`${place}: a header can't carry this text`);
}

function wantsBody(operation: OperationEntry, status: number): boolean {
  return operation.answers[String(status)]?.kind === "stream";
}

// A stream that nobody will read would hold its connection.
async function giveUp(body: unknown): Promise<void> {
  if (body instanceof ReadableStream) await body.cancel();
}

function isMasked(operation: OperationEntry, args: object): boolean {
  return operation.parameters.some(
    (parameter) => parameter.fieldsMask === true && argument(args, parameter.in, parameter.name) !== undefined,
  );
}

function readAnswer(operation: OperationEntry, answer: TransportResponse, masked: boolean): object {
  const { status, headers, body } = answer;
  const succeeded = status >= 200 && status < 300;
  const entry = operation.answers[String(status)] ?? (succeeded ? undefined : operation.answers["default"]);
  if (entry === undefined) return { ok: false, kind: "undocumented", status, message: messageOf(body), headers };
  const problem = entry.check === undefined ? undefined : runCheck(entry.check, body, masked && succeeded);
  if (succeeded) {
    if (problem !== undefined) return invalid(status, problem);
    return { ok: true, status, value: entry.kind === "nothing" ? undefined : body, headers };
  }
  const shown = problem === undefined && entry.kind === "json" ? body : undefined;
  return { ok: false, kind: "documented", status, body: shown, message: messageOf(body), headers };
}

function invalid(status: number, problem: Problem): object {
  return { ok: false, kind: "invalid", status, pointer: problem.pointer, message: describeProblem(problem) };
}

function messageOf(body: unknown): string | undefined {
  const message = isObject(body) ? own(body, "message") : undefined;
  return typeof message === "string" ? oneLine(message) : undefined;
}

const longestMessage = 200;

/** Fit for a log: whoever answers may echo what was sent, and more than anybody wants to read. */
function oneLine(text: string): string {
  const line = text
    // Enough to cut from, so that a long text costs nothing.
    .slice(0, 4 * longestMessage)
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replaceAll(/Session \S+/g, "Session ***")
    .trim();
  const signs = [...line];
  return signs.length <= longestMessage ? line : `${signs.slice(0, longestMessage - 1).join("")}…`;
}
