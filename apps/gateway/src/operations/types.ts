import type { DocumentNode, ExecutionArgs, GraphQLError, OperationDefinitionNode, OperationTypeNode } from "graphql";

/** What a client sends. */
export interface Payload {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/** What a client asks for, checked. */
export interface Operation {
  readonly source: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly type: OperationTypeNode;
  readonly figures: OperationFigures;
  readonly args: ExecutionArgs;
}

/** A document that was parsed, validated and measured. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  /** In the order of the document. */
  readonly operations: readonly CheckedOperation[];
}

export interface CheckedOperation {
  readonly node: OperationDefinitionNode;
  readonly figures: OperationFigures;
}

/** How large an operation is, whatever its variables: what fragments hold counts wherever they are spread. */
export interface OperationFigures {
  /** Fields on top of each other; a field of the root is 1. */
  readonly depth: number;
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
}

/** The errors are coded, and fit for callers. */
export type Checked = CheckedDocument | { readonly errors: readonly GraphQLError[] };
