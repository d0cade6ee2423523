import { type ClientErrorCode, type ErrorCode, isGatewayError, type Role } from "@plenticore/client";
import type { CombinedError } from "urql";

/** Why something did not work: a member of a mutation's result, an error of a field, or no answer at all. */
export interface Problem {
  readonly code: ErrorCode | ClientErrorCode;
  /** The gateway's own words, English; names what is wrong. */
  readonly message: string;
  readonly retryAfterMs?: number | null;
  /** Of a setting: the inverter's limits. */
  readonly min?: string | null;
  readonly max?: string | null;
  /** The role that it needs. */
  readonly required?: Role;
  /** The field of the input or the configuration. */
  readonly path?: string | null;
  /** Something was to be changed: without an answer nobody knows whether it was. Default: it was only read. */
  readonly isWrite?: boolean;
}

/** What leaves open whether a write was carried out: there is no answer, or none that tells. */
const untold: ReadonlySet<string> = new Set<Problem["code"]>([
  "ABORTED",
  "CLOSED",
  "TIMEOUT",
  "GATEWAY_UNREACHABLE",
  "NOT_GRAPHQL",
  "PROTOCOL",
  "UNREACHABLE_TIMEOUT",
  "UNREACHABLE_RESET",
  "DEVICE_ERROR",
  "BAD_ANSWER",
  "ANSWER_TOO_LARGE",
  "CANCELLED",
  "INTERNAL",
]);

/** Whether a write that failed so may have been carried out all the same. */
export const isOutcomeUnknown = ({ code }: Problem): boolean => untold.has(code);

/** What a query or mutation of urql failed with. A field that failed names its own code. */
export function problemOf({ networkError, graphQLErrors, message }: CombinedError): Problem {
  if (isGatewayError(networkError)) {
    const { code, message, retryAfterMs } = networkError;
    return { code, message, retryAfterMs };
  }
  const [first] = graphQLErrors;
  if (first === undefined) return { code: "GATEWAY_UNREACHABLE", message };
  return {
    code: codeOf(first.extensions["code"]),
    message: first.message,
    retryAfterMs: toNumber(first.extensions["retryAfterMs"]),
  };
}

/** The error of one field of an answer, by the end of its path. */
export function problemAt(error: CombinedError | undefined, field: string): Problem | undefined {
  const found = error?.graphQLErrors.find(({ path }) => path?.includes(field) === true);
  if (found === undefined) return undefined;
  return {
    code: codeOf(found.extensions["code"]),
    message: found.message,
    retryAfterMs: toNumber(found.extensions["retryAfterMs"]),
  };
}

// What this page's version does not know is told with the gateway's own words.
const codeOf = (code: unknown): ErrorCode => (typeof code === "string" ? (code as ErrorCode) : "INTERNAL");

const toNumber = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** A mutation's result: its success has a name of its own, every other member is a failure. */
export type Outcome<Success> = { readonly success: Success } | { readonly problem: Problem };

interface MutationAnswer<Data> {
  readonly data?: Data | undefined;
  readonly error?: CombinedError | undefined;
}

interface Member {
  readonly __typename: string;
}

/** Of a mutation's answer: what is there of `success`, or why not, as the failure of a write. Nothing of it is thrown. */
export function outcomeOf<Data, Result extends Member, Name extends Result["__typename"]>(
  { data, error }: MutationAnswer<Data>,
  result: (data: Data) => Result,
  success: Name,
): Outcome<Extract<Result, { readonly __typename: Name }>> {
  const member = data === undefined || data === null ? undefined : result(data);
  if (member === undefined) {
    const problem: Problem =
      error === undefined ? { code: "NOT_GRAPHQL", message: "an empty answer" } : problemOf(error);
    return { problem: { ...problem, isWrite: true } };
  }
  const { __typename: name } = member;
  return name === success
    ? { success: member as Extract<Result, { readonly __typename: Name }> }
    : { problem: { ...(member as unknown as Problem), isWrite: true } };
}
