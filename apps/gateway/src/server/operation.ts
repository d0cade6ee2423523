import { PlenticoreError } from "@plenticore/core";
import {
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLError,
  getOperationAST,
  type OperationTypeNode,
  parse,
  validate,
} from "graphql";
import { type Context, schema } from "../schema/index.ts";
import { usageLimits } from "./use-usage-limits.ts";

/** What a client asks for, checked. */
export interface Operation {
  readonly source: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly type: OperationTypeNode;
  readonly args: ExecutionArgs;
}

/** What a client sends. */
export interface Payload {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

type Checked = { readonly document: DocumentNode } | { readonly errors: readonly unknown[] };

/** How many documents are remembered as checked. */
const rememberedDocuments = 200;

/** Turns payloads into operations, each document parsed and validated once. */
export class Operations {
  readonly #checked = new Map<string, Checked>();
  readonly #maskErrors: (errors: readonly unknown[]) => readonly GraphQLError[];

  constructor(maskErrors: (errors: readonly unknown[]) => readonly GraphQLError[]) {
    this.#maskErrors = maskErrors;
  }

  /** @returns the errors of the document, coded, where it can't be executed */
  prepare({ query, operationName, variables }: Payload, contextValue: Context): Operation | readonly GraphQLError[] {
    try {
      if (typeof query !== "string") throw badInput("query must be a text");
      if (!isOptional(operationName, (value) => typeof value === "string")) {
        throw badInput("operationName must be a text");
      }
      if (!isOptional(variables, isObject)) throw badInput("variables must be an object");
      const checked = this.#check(query);
      if ("errors" in checked) return this.#maskErrors(checked.errors);
      const name = (operationName ?? undefined) as string | undefined;
      const operation = getOperationAST(checked.document, name);
      if (!operation)
        throw badInput("the document has no such operation, or more than one and operationName is missing");
      const values = (variables ?? {}) as Record<string, unknown>;
      return {
        source: query,
        operationName: name,
        variables: values,
        type: operation.operation,
        args: {
          schema,
          document: checked.document,
          variableValues: values,
          contextValue,
          ...(name !== undefined && { operationName: name }),
        },
      };
    } catch (error) {
      return this.#maskErrors([error]);
    }
  }

  #check(source: string): Checked {
    const known = this.#checked.get(source);
    if (known !== undefined) {
      // Put at the end: the first one is the longest unused.
      this.#checked.delete(source);
      this.#checked.set(source, known);
      return known;
    }
    const document = parse(source, { maxTokens: usageLimits.tokens });
    const errors = validate(schema, document);
    const checked = errors.length > 0 ? { errors } : { document };
    this.#checked.set(source, checked);
    const [oldest] = this.#checked.keys();
    if (this.#checked.size > rememberedDocuments && oldest !== undefined) this.#checked.delete(oldest);
    return checked;
  }
}

const badInput = (message: string): PlenticoreError => new PlenticoreError("BAD_INPUT", message);

const isOptional = (value: unknown, check: (value: unknown) => boolean): boolean =>
  value === undefined || value === null || check(value);

const isObject = (value: unknown): boolean => typeof value === "object" && !Array.isArray(value);
