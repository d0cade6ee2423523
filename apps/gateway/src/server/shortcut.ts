import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { isPlenticoreError } from "@plenticore/core";
import type { GraphQLError, OperationDefinitionNode } from "graphql";
import type { Viewer } from "../auth/viewer.ts";
import { compile } from "../compiled/compile.ts";
import type { CompiledOperation } from "../compiled/types.ts";
import type { RequestLimits } from "../limits/limits.ts";
import type { Operations } from "../operations/operations.ts";
import { parameterNames } from "../operations/payload.ts";
import type { Payload } from "../operations/types.ts";
import { type Context, schema } from "../schema/index.ts";
import type { Admit } from "./admission.ts";
import { clientGone } from "./client-gone.ts";
import { corsHeaders } from "./cors.ts";
import { type AnswerType, bodyOf, hotAnswerType, mostHotBytes } from "./hot-request.ts";
import type { ObservedOperation, ObserveOperation } from "./observe-operation.ts";
import { Turn } from "./turn.ts";

export interface ShortcutOptions {
  readonly admit: Admit;
  readonly contextOf: (viewer: Viewer, signal: AbortSignal) => Context;
  readonly operations: Operations;
  readonly limits: Pick<RequestLimits, "bodyBytes">;
  readonly corsOrigins: () => readonly string[];
  readonly maskErrors: (errors: readonly unknown[]) => readonly GraphQLError[];
  readonly observe: ObserveOperation;
  /** Yoga, for all that is not hot. */
  readonly otherwise: (request: IncomingMessage, response: ServerResponse) => unknown;
}

export interface ShortcutCounts {
  answered: number;
  /** Those of them whose answer was made for another one of the same turn: same viewer, same body. */
  shared: number;
}

interface Answer {
  readonly text: string;
  /** Bytes. */
  readonly length: string;
  readonly encoding: "latin1" | "utf8";
  /** The operation's, as its client calls it. */
  readonly name: string | undefined;
  readonly hasErrors: boolean;
}

interface Asking {
  readonly viewer: Viewer;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly observed: ObservedOperation;
}

const contentTypes: Readonly<Record<AnswerType, string>> = {
  "application/json": "application/json; charset=utf-8",
  "application/graphql-response+json": "application/graphql-response+json; charset=utf-8",
};

/**
 * Answers queries on documents that were checked before, compiled and without Yoga, to the byte as Yoga does. What it
 * does not know, or would refuse, goes to Yoga before anything of it is executed.
 */
export class Shortcut {
  /** Requests that were answered here. */
  readonly counts: ShortcutCounts = { answered: 0, shared: 0 };
  readonly #options: ShortcutOptions;
  readonly #mostBytes: number;
  readonly #compiled = new WeakMap<OperationDefinitionNode, CompiledOperation | "not compilable">();
  readonly #turn = new Turn<Viewer, Answer>();

  constructor(options: ShortcutOptions) {
    this.#options = options;
    this.#mostBytes = Math.min(mostHotBytes, options.limits.bodyBytes);
  }

  readonly handle = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const { otherwise, observe } = this.#options;
    const answerType = hotAnswerType(request, this.#mostBytes);
    if (answerType === undefined) return otherwise(request, response);
    // Of what goes to Yoga after all, Yoga tells.
    const observed = observe(() => [request.headers["traceparent"]].flat()[0]);
    const admitted = this.#options.admit(request);
    const viewer = admitted instanceof Promise ? await this.#late(admitted) : admitted;
    if (viewer === undefined) return otherwise(request, response);
    const body = await bodyOf(request);
    const asked = body.toString();
    // Who had to wait comes in another turn than the one in which his request was read.
    const answers = admitted instanceof Promise ? undefined : this.#turn.answersTo(viewer);
    const known = answers?.get(asked);
    if (known !== undefined) {
      this.counts.shared += 1;
      observed.end({ type: "query", name: known.name });
      return this.#send(known, answerType, request, response);
    }
    const answer = await this.#answer(asked, { viewer, request, response, observed });
    // Yoga's adapter takes a body that was read already from there.
    if (answer === undefined) return otherwise(Object.assign(request, { body: Readable.from(body) }), response);
    if (!answer.hasErrors) answers?.set(asked, answer);
    return this.#send(answer, answerType, request, response);
  };

  /** Who may not come in is told so by Yoga. */
  #late(admitted: Promise<Viewer>): Promise<Viewer | undefined> {
    return admitted.catch((error: unknown) => {
      if (isPlenticoreError(error)) return undefined;
      throw error;
    });
  }

  /** @returns undefined where nothing was executed */
  async #answer(asked: string, { viewer, request, response, observed }: Asking): Promise<Answer | undefined> {
    const { operations, contextOf, maskErrors } = this.#options;
    const payload = payloadOf(asked);
    const compiled = payload && this.#compiledOf(payload);
    if (payload === undefined || compiled === undefined) return undefined;
    const context = contextOf(viewer, clientGone(response));
    const operation = operations.prepare(payload, context, request);
    if ("length" in operation) return undefined;
    const result = observed.run(() => compiled.execute(context, operation.variables));
    const { errors, data } = result instanceof Promise ? await result : result;
    if (data === undefined) return undefined;
    const { extensions, name } = operation;
    const masked = observed.end({ type: "query", name, errors: errors && maskErrors(errors) });
    const text = JSON.stringify({ ...(masked && { errors: masked }), data, ...(extensions && { extensions }) });
    const length = Buffer.byteLength(text);
    // Of ASCII, latin1 is the same bytes in less time.
    const encoding = length === text.length ? "latin1" : "utf8";
    return { text, length: String(length), encoding, name, hasErrors: masked !== undefined };
  }

  #send(
    { text, length, encoding }: Answer,
    answerType: AnswerType,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    this.counts.answered += 1;
    const cors = corsHeaders(request, this.#options.corsOrigins());
    const all = ["Content-Type", contentTypes[answerType], "content-length", length, ...cors];
    this.#turn.atEnd(() => {
      // Who went away meanwhile wants no answer.
      if (!response.closed) response.writeHead(200, all).end(text, encoding);
    });
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
    if (!isObject(payload) || !Object.keys(payload).every((key) => parameterNames.has(key))) return undefined;
    return isObject(payload["extensions"] ?? {}) ? payload : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
