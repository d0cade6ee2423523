import { PlenticoreError } from "@plenticore/core";
import { MalformedRequest } from "../errors.ts";
import type { Payload } from "./types.ts";

/** What a payload holds beside its document. */
export interface CheckedPayload {
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether the answer is to tell what the operation costs. */
  readonly wantsCost: boolean;
}

/** What a request may hold. */
export const parameterNames: ReadonlySet<string> = new Set([
  "query",
  "operationName",
  "variables",
  "extensions",
  "documentId",
]);

/** @throws PlenticoreError BAD_INPUT that names what is no text or object */
export function checkPayload({ operationName, variables, extensions }: Payload): CheckedPayload {
  if (!isOptional(operationName, (value) => typeof value === "string")) throw malformed("operationName must be a text");
  if (!isOptional(variables, isObject)) throw malformed("variables must be an object");
  if (!isOptional(extensions, isObject)) throw malformed("extensions must be an object");
  return {
    operationName: (operationName ?? undefined) as string | undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
    wantsCost: (extensions as { readonly cost?: unknown } | null | undefined)?.cost === true,
  };
}

/** @throws PlenticoreError BAD_INPUT where there is no document */
export function checkSource(source: unknown): string {
  if (source === undefined || source === null || source === "") {
    throw malformed('query is missing: send { "query": "{ inverters { id } }" } with the document that you ask for');
  }
  if (typeof source !== "string") throw malformed("query must be a text");
  return source;
}

/** @throws PlenticoreError BAD_INPUT where a request holds what nobody reads: a mistyped name would do nothing unseen */
export function checkParameterNames(payload: Payload): void {
  if (Object.entries(payload).every(([name, value]) => value === null || parameterNames.has(name))) return;
  throw malformed(`a request holds ${[...parameterNames].join(", ")}, and nothing else`);
}

/** Whether lists and objects stand deeper in each other than that. Asks one level after the other: recursion would end where the stack does. */
export function isDeeperThan(depth: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let reached = 0; reached <= depth; reached++) {
    level = level.flatMap((one): unknown[] => (typeof one === "object" && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Of a request that is none, whatever its document. */
export const malformed = (message: string): PlenticoreError => new MalformedRequest("BAD_INPUT", message);

export const badInput = (message: string): PlenticoreError => new PlenticoreError("BAD_INPUT", message);

const isOptional = (value: unknown, check: (value: unknown) => boolean): boolean =>
  value === undefined || value === null || check(value);

const isObject = (value: unknown): boolean => typeof value === "object" && !Array.isArray(value);
