import type { Check } from "./checks.ts";
import type { OperationId } from "./contract.ts";
import type { ParameterEntry } from "./wire.ts";

/** What an answer of one status carries. */
export interface AnswerEntry {
  readonly kind: "json" | "stream" | "nothing";
  readonly check?: Check;
}

/** One operation as data: all that a client or a server needs at run time. */
export interface OperationEntry {
  readonly method: string;
  /** With `{name}` for each path parameter, without the base path. */
  readonly path: string;
  /** False where the specification asks for no authorization. */
  readonly authenticated: boolean;
  readonly accept: "json" | "stream" | "nothing";
  readonly parameters: readonly ParameterEntry[];
  readonly body?: { readonly required: boolean; readonly check: Check };
  /** By status; `default` where the specification has one. */
  readonly answers: Readonly<Record<string, AnswerEntry>>;
}

/** One method on one path template. */
export interface Route {
  readonly method: string;
  readonly template: string;
  /** Two where a template stands for a single value as well as for a list of them: a list has a separator in it. */
  readonly operations: readonly [OperationId, ...OperationId[]];
}
