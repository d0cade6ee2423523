import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { isPlenticoreError } from "@plenticore/core";
import type { ExecutionResult, GraphQLError, OperationDefinitionNode } from "graphql";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import { compile } from "../compiled/compile.ts";
import type { CompiledOperation } from "../compiled/types.ts";
import type { Rates } from "../limits/rates.ts";
import { outcomeOf, type RecordOperation } from "../metrics/operations.ts";
import type { Operations } from "../operations/operations.ts";
import type { Payload } from "../operations/types.ts";
import { type Context, schema } from "../schema/index.ts";
import { clientGone } from "./client-gone.ts";
import { corsHeaders } from "./cors.ts";
import { bodyOf, hotAnswerType } from "./hot-request.ts";
import { Turn } from "./turn.ts";

export interface ShortcutOptions {
  readonly authenticate: Authenticate;
  readonly rates: Rates;
  readonly contextOf: (viewer: Viewer, signal: AbortSignal) => Context;
  readonly operations: Operations;
  readonly corsOrigins: () => readonly string[];
  readonly maskErrors: (errors: readonly unknown[]) => readonly GraphQLError[];
  readonly record: RecordOperation;
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** Yoga, for all that is not hot. */
  readonly otherwise: (request: IncomingMessage, response: ServerResponse) => unknown;
}

export interface ShortcutCounts {
  answered: number;
  /** Those of them whose answer was made for another one of the same turn. */
  shared: number;
}

const parameters: ReadonlySet<string> = new Set(["query", "operationName", "variables", "extensions", "documentId"]);

/**
 * Answers queries on documents that were checked before, compiled and without Yoga, to the byte as Yoga does. What it
 * does not know, or would refuse, goes to Yoga before anything of it is executed.
 */
export class Shortcut {
  /** Requests that were answered here. */
  readonly counts: ShortcutCounts = { answered: 0, shared: 0 };
  readonly #options: ShortcutOptions;
  readonly #compiled = new WeakMap<OperationDefinitionNode, CompiledOperation | "not compilable">();
  readonly #turn = new Turn<Viewer>();

  constructor(options: ShortcutOptions) {
    this.#options = options;
  }

  readonly handle = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const { otherwise, now, corsOrigins } = this.#options;
    const startedAt = now();
    const answerType = hotAnswerType(request);
    const viewer = answerType && this.#admit(request);
    if (viewer === undefined) return otherwise(request, response);
    const body = await bodyOf(request);
    const answer = await this.#answer(body.toString(), viewer, { request, response, startedAt });
    // Yoga's adapter takes a body that was read already from there.
    if (answer === undefined) return otherwise(Object.assign(request, { body: Readable.from(body) }), response);
    this.counts.answered += 1;
    const length = Buffer.byteLength(answer);
    const headers = [
      ...["Content-Type", `${answerType}; charset=utf-8`],
      ...["content-length", String(length)],
      ...corsHeaders(request.headers.origin, corsOrigins()),
    ];
    this.#turn.atEnd(() => {
      // Who went away meanwhile wants no answer; of ASCII, latin1 is the same bytes in less time.
      if (!response.closed) response.writeHead(200, headers).end(answer, length === answer.length ? "latin1" : "utf8");
    });
    return undefined;
  };

  /** Who may not come in is told so by Yoga. */
  #admit(request: IncomingMessage): Viewer | undefined {
    const { authenticate, rates } = this.#options;
    try {
      const viewer = authenticate(request.headers.authorization);
      rates.request(viewer, request);
      return viewer;
    } catch (error) {
      if (isPlenticoreError(error)) return undefined;
      throw error;
    }
  }

  /** @returns undefined where nothing was executed */
  async #answer(
    body: string,
    viewer: Viewer,
    { request, response, startedAt }: { request: IncomingMessage; response: ServerResponse; startedAt: number },
  ): Promise<string | undefined> {
    const { operations, contextOf, maskErrors, record, now } = this.#options;
    const payload = payloadOf(body);
    const compiled = payload && this.#compiledOf(payload);
    if (payload === undefined || compiled === undefined) return undefined;
    const context = contextOf(viewer, clientGone(response));
    const operation = operations.prepare(payload, context, request);
    if ("length" in operation) return undefined;
    const recorded = (errors: ExecutionResult["errors"]): void =>
      record({ type: "query", code: outcomeOf(errors), seconds: (now() - startedAt) / 1000 });
    const answers = this.#turn.answersTo(viewer);
    const known = answers.get(body);
    if (known !== undefined) {
      this.counts.shared += 1;
      recorded(undefined);
      return known;
    }
    const result = compiled.execute(context, operation.variables);
    const { errors, data } = result instanceof Promise ? await result : result;
    if (data === undefined) return undefined;
    const masked = errors && maskErrors(errors);
    recorded(masked);
    const { extensions } = operation;
    const answer = JSON.stringify({ ...(masked && { errors: masked }), data, ...(extensions && { extensions }) });
    if (masked === undefined) answers.set(body, answer);
    return answer;
  }

  #compiledOf(payload: Payload): CompiledOperation | undefined {
    const { operations } = this.#options;
    const known = operations.known(payload);
    if (known === undefined) return undefined;
    const { document, operation } = known;
    let compiled = this.#compiled.get(operation.node);
    if (compiled === undefined) {
      const { hideSuggestions } = operations;
      compiled = compile({ schema, document, operation: operation.node, hideSuggestions }) ?? "not compilable";
      this.#compiled.set(operation.node, compiled);
    }
    return compiled === "not compilable" ? undefined : compiled;
  }
}

/** What a client sends, where it is nothing but that. */
function payloadOf(text: string): Payload | undefined {
  try {
    const payload: unknown = JSON.parse(text);
    if (!isObject(payload) || !Object.keys(payload).every((key) => parameters.has(key))) return undefined;
    return isObject(payload["extensions"] ?? {}) ? payload : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
