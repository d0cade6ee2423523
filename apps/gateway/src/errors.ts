import { type ErrorCode, errorTable, isPlenticoreError, PlenticoreError } from "@plenticore/core";
import { GraphQLError } from "graphql";

/** What every error of the API carries under `extensions`. */
export interface ErrorExtensions {
  readonly code: ErrorCode;
  readonly inverterId: string | null;
  /** Whether the same request may succeed later with nothing changed by anybody. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/** A request that is no GraphQL request: status 400 also for who accepts `application/json` only. */
export class MalformedRequest extends PlenticoreError {}

/** What to do where a body is none. */
export const expectedBody = 'send JSON like {"query": "{ inverters { id } }"}';

interface Details {
  readonly inverterId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

export function extensionsOf(code: ErrorCode, details: Details = {}): ErrorExtensions {
  const { inverterId = null, retryAfterMs = null } = details;
  return { code, inverterId, retryable: errorTable[code].retryable || retryAfterMs !== null, retryAfterMs };
}

/** An answer that is an error before any GraphQL was executed. */
export const errorBody = (code: ErrorCode, message: string, details?: Details): string =>
  JSON.stringify({ errors: [{ message, extensions: extensionsOf(code, details) }] });

/**
 * What a caller may see of an error. A coded error keeps its message, a mistake in the caller's document is BAD_INPUT,
 * and everything else is masked as INTERNAL; `onInternal` gets its original.
 */
export function toCallerError(error: unknown, onInternal: (original: unknown) => void): GraphQLError {
  if (error instanceof GraphQLError && masked.has(error)) return error;
  const original = originalOf(error);
  if (isPlenticoreError(original)) {
    const http = error === original ? httpOfRefusal(original) : undefined;
    return recoded(error, original.message, { ...extensionsOf(original.code, original), ...(http && { http }) });
  }
  if (original instanceof GraphQLError && !isOurs(error, original)) {
    if (isBodyTooLarge(original))
      return recoded(error, "limits.bodyBytes: the request's body is larger than the gateway takes", {
        ...extensionsOf("LIMIT_EXCEEDED"),
        http: httpOf(error, original),
      });
    if (isNoJson(original))
      return recoded(error, `the body is not valid JSON: ${expectedBody}`, {
        ...extensionsOf("BAD_INPUT"),
        http: malformed,
      });
    // Of a variable, the outer message alone tells the place.
    const { message } = error instanceof GraphQLError ? error : original;
    return recoded(error, withoutValues(message), { ...extensionsOf("BAD_INPUT"), http: httpOf(error, original) });
  }
  // Yoga parses the JSON of `?variables=` bare; what a resolver throws comes wrapped.
  if (error instanceof SyntaxError)
    return recoded(error, "the request's JSON is not valid", { ...extensionsOf("BAD_INPUT"), http: malformed });
  onInternal(original);
  // `unexpected` is Yoga's word for status 500 where there is no data; it is not sent.
  return recoded(error, "the gateway made a mistake; its log tells more", {
    ...extensionsOf("INTERNAL"),
    unexpected: true,
  });
}

/** As `toCallerError`, without what is only for Yoga. */
export function toPlainError(error: unknown, onInternal: (original: unknown) => void): GraphQLError {
  const shown = toCallerError(error, onInternal);
  const { http: _http, unexpected: _unexpected, ...extensions } = shown.extensions;
  return recoded(shown, shown.message, extensions);
}

/**
 * A message of graphql's own without the value that it quotes: a password may stand in the wrong place, and messages end
 * up in logs of clients.
 */
const withoutValues = (message: string): string =>
  message
    .replace(/(?:,| \w+)? found: .*$/is, "")
    .replace(/\b((?:String|ID|Int|Float|Boolean) cannot represent [^:]*): .*$/s, "$1")
    .replace(/\b(found |Unexpected )((?:Block)?String|Int|Float) ".*$/s, "$1$2");

/** The same error, as one of a trace. */
export const withTraceId = (error: GraphQLError, traceId: string): GraphQLError =>
  recoded(error, error.message, { ...error.extensions, traceId });

function originalOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originalOf(error.originalError) : error;
}

/** A value that could not be serialised is our mistake, though it is a GraphQLError: it has a path, and points at nothing in the document. */
const isOurs = (error: unknown, original: GraphQLError): boolean =>
  error instanceof GraphQLError && error.path !== undefined && original.nodes === undefined;

// Yoga's words for the status; they are not sent. `spec`: 200 for a caller who accepts application/json only.
const notExecuted = { spec: true, status: 400 };
const malformed = { status: 400 };

/** Of an operation that the gateway did not begin to execute. */
function httpOfRefusal(error: PlenticoreError): object {
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined) return { status: 429, headers: retryAfter(retryAfterMs) };
  return error instanceof MalformedRequest ? malformed : notExecuted;
}

/** The header that tells when to come again. */
export const retryAfter = (ms: number): Record<string, string> => ({ "retry-after": String(Math.ceil(ms / 1000)) });

function httpOf(error: unknown, { extensions }: GraphQLError): unknown {
  if (extensions["originalError"] !== undefined) return malformed;
  const executed = error instanceof GraphQLError && error.path !== undefined;
  return extensions["http"] ?? (executed ? undefined : notExecuted);
}

/** Whether it is Yoga's word for a body over the limit. */
export const isBodyTooLarge = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions["code"] === "REQUEST_ENTITY_TOO_LARGE";

/** Whether it is Yoga's word for a body that could not be parsed: it alone brings the parser's error with it. */
const isNoJson = ({ extensions }: GraphQLError): boolean =>
  extensions["code"] === "BAD_REQUEST" && extensions["originalError"] !== undefined;

function recoded(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, path } = error instanceof GraphQLError ? error : {};
  const result = new GraphQLError(message, { nodes, source, positions, path, extensions });
  masked.add(result);
  return result;
}

/** What callers may see already. */
const masked = new WeakSet<GraphQLError>();
