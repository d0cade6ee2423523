import { PlenticoreError } from "@plenticore/core";
import { type GraphQLError, Kind, parse, validate } from "graphql";
import { toCallerError, toPlainError } from "../errors.ts";
import { type Context, schema } from "../schema/index.ts";
import { figuresOf } from "./figures.ts";
import { usageLimits } from "./limits.ts";
import type { Checked, CheckedDocument, CheckedOperation, Operation, Payload } from "./types.ts";

export interface OperationsOptions {
  /** Gets the originals of masked errors. */
  readonly onInternal: (original: unknown) => void;
}

/** How many documents are remembered as checked. */
const rememberedDocuments = 200;
/** Characters of a document that is remembered. */
const longestRemembered = 32 * 1024;

/** The one way in which documents are parsed, validated, measured and remembered, whatever brought them. */
export class Operations {
  readonly #checked = new Map<string, CheckedDocument>();
  readonly #onInternal: OperationsOptions["onInternal"];

  constructor({ onInternal }: OperationsOptions) {
    this.#onInternal = onInternal;
  }

  /** Parses, validates and measures a document, or remembers that it did. */
  check(source: string): Checked {
    const known = this.#checked.get(source);
    const checked = known ?? this.#examine(source);
    // Neither mistakes nor giants push out what is asked for again and again.
    if ("errors" in checked || source.length > longestRemembered) return checked;
    // Put at the end: the first one is the longest unused.
    this.#checked.delete(source);
    this.#checked.set(source, checked);
    const [oldest] = this.#checked.keys();
    if (this.#checked.size > rememberedDocuments && oldest !== undefined) this.#checked.delete(oldest);
    return checked;
  }

  /** @returns the errors, coded and without Yoga's words, where it can't be executed */
  prepare(payload: Payload, contextValue: Context): Operation | readonly GraphQLError[] {
    try {
      const { query, operationName, variables } = checkPayload(payload);
      const checked = this.check(query);
      if ("errors" in checked) return checked.errors.map((error) => toPlainError(error, this.#onInternal));
      const { node, figures } = operationOf(checked.operations, operationName);
      return {
        source: query,
        operationName,
        variables,
        type: node.operation,
        figures,
        args: {
          schema,
          document: checked.document,
          variableValues: variables,
          contextValue,
          ...(operationName !== undefined && { operationName }),
        },
      };
    } catch (error) {
      return [toPlainError(error, this.#onInternal)];
    }
  }

  #examine(source: string): Checked {
    try {
      const document = parse(source, { maxTokens: usageLimits.tokens });
      const errors = validate(schema, document);
      if (errors.length > 0) return { errors: this.#forCallers(errors) };
      const measure = figuresOf(document);
      const operations = document.definitions
        .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
        .map((node) => ({ node, figures: measure(node) }));
      return { document, operations };
    } catch (error) {
      return { errors: this.#forCallers([error]) };
    }
  }

  #forCallers(errors: readonly unknown[]): readonly GraphQLError[] {
    return errors.map((error) => toCallerError(error, this.#onInternal));
  }
}

interface GoodPayload {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** @throws PlenticoreError BAD_INPUT */
function checkPayload({ query, operationName, variables }: Payload): GoodPayload {
  if (typeof query !== "string") throw badInput("query must be a text");
  if (!isOptional(operationName, (value) => typeof value === "string")) throw badInput("operationName must be a text");
  if (!isOptional(variables, isObject)) throw badInput("variables must be an object");
  return {
    query,
    operationName: (operationName ?? undefined) as string | undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
  };
}

/** @throws PlenticoreError BAD_INPUT where it is not clear which one is meant */
function operationOf(operations: readonly CheckedOperation[], name: string | undefined): CheckedOperation {
  const [meant, another] = name === undefined ? operations : operations.filter(({ node }) => node.name?.value === name);
  if (meant !== undefined && another === undefined) return meant;
  throw badInput("the document has no such operation, or more than one and operationName is missing");
}

const badInput = (message: string): PlenticoreError => new PlenticoreError("BAD_INPUT", message);

const isOptional = (value: unknown, check: (value: unknown) => boolean): boolean =>
  value === undefined || value === null || check(value);

const isObject = (value: unknown): boolean => typeof value === "object" && !Array.isArray(value);
