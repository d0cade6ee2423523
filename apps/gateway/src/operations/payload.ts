import { PlenticoreError } from "@plenticore/core";
import type { Payload } from "./types.ts";

/** What a payload holds beside its document. */
export interface CheckedPayload {
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether the answer is to tell what the operation costs. */
  readonly wantsCost: boolean;
}

/** @throws PlenticoreError BAD_INPUT that names what is no text or object */
export function checkPayload({ operationName, variables, extensions }: Payload): CheckedPayload {
  if (!isOptional(operationName, (value) => typeof value === "string")) throw badInput("operationName must be a text");
  if (!isOptional(variables, isObject)) throw badInput("variables must be an object");
  if (!isOptional(extensions, isObject)) throw badInput("extensions must be an object");
  return {
    operationName: (operationName ?? undefined) as string | undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
    wantsCost: (extensions as { readonly cost?: unknown } | null | undefined)?.cost === true,
  };
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

export const badInput = (message: string): PlenticoreError => new PlenticoreError("BAD_INPUT", message);

const isOptional = (value: unknown, check: (value: unknown) => boolean): boolean =>
  value === undefined || value === null || check(value);

const isObject = (value: unknown): boolean => typeof value === "object" && !Array.isArray(value);
