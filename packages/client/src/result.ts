import { errorOf, type FieldError, type GatewayError, notGraphQL } from "./errors.ts";
import type { ErrorCode } from "./generated/types.ts";

/** All that was asked for. */
export interface CompleteResult<Data> {
  readonly kind: "complete";
  readonly data: Data;
}

/** What could be had: a field that failed is null, and an error tells its path. One dead inverter of six is this. */
export interface PartialResult<Data> {
  readonly kind: "partial";
  readonly data: Data;
  readonly errors: readonly [FieldError, ...FieldError[]];
}

/** No answer: there is no `data` to be read. */
export interface FailedResult {
  readonly kind: "failed";
  readonly error: GatewayError;
}

/** An answer: `data` is there only where `kind` was looked at. */
export type Result<Data> = CompleteResult<Data> | PartialResult<Data> | FailedResult;

/** What a subscription brings: one that can't go on throws instead. */
export type LiveResult<Data> = (CompleteResult<Data> | PartialResult<Data>) & {
  /** Results, of any inverter, that a slow reader did not get since the one before. */
  readonly skipped: number;
};

export const failed = (error: GatewayError): FailedResult => ({ kind: "failed", error });

/**
 * The data of an answer that is complete: for scripts, which rather end than go on with a part.
 *
 * @throws GatewayError of an answer that failed, or is partial
 */
export function completeData<Data>(result: Result<Data>): Data {
  if (result.kind === "complete") return result.data;
  throw result.kind === "failed" ? result.error : errorOf(result.errors);
}

/** An answer of the gateway, as it came: JSON by GraphQL's rules, or it is told what else. */
export function resultOf<Data>(answer: unknown): Result<Data> {
  if (!isObject(answer)) return failed(notGraphQL("JSON that is no GraphQL answer"));
  const { data, errors } = answer;
  const [first, ...others] = Array.isArray(errors) ? errors.map(fieldError) : [];
  if (data === null || data === undefined) return failed(errorOf(first === undefined ? [] : [first, ...others]));
  if (first === undefined) return { kind: "complete", data: data as Data };
  return { kind: "partial", data: data as Data, errors: [first, ...others] };
}

/** An error as it came, also one of a gateway that is newer. */
export function fieldError(error: unknown): FieldError {
  const { message, path, extensions } = isObject(error) ? error : {};
  const { code, inverterId, retryable, retryAfterMs, traceId } = isObject(extensions) ? extensions : {};
  return {
    code: (textOr(code) ?? "INTERNAL") as ErrorCode,
    message: textOr(message) ?? "the gateway told no reason",
    path: Array.isArray(path) ? path : [],
    inverterId: textOr(inverterId),
    retryable: retryable === true,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : null,
    traceId: textOr(traceId),
  };
}

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
