import type { DocumentNode, ExecutionArgs, GraphQLError, OperationDefinitionNode, OperationTypeNode } from "graphql";

/** What a client sends. */
export interface Payload {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  /** Of a persisted document, in place of `query`. */
  readonly documentId?: unknown;
  /** `{ cost: true }` asks for what the operation costs; `persistedQuery` names a persisted document as Apollo's clients do. */
  readonly extensions?: unknown;
}

/** What a client asks for, checked. */
export interface Operation {
  readonly source: string;
  /** The one that the client chose, where it did. */
  readonly operationName: string | undefined;
  /** As the document calls it. */
  readonly name: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly type: OperationTypeNode;
  readonly figures: OperationFigures;
  readonly args: ExecutionArgs;
  /** To be sent with the answer as its `extensions`, where the client asked for something that is told there. */
  readonly extensions: { readonly cost: OperationCost } | undefined;
}

/** What an operation may cost with its variables, at most. */
export interface OperationCost {
  /** Requests to inverters: what is read in the same moment from one inverter is one, what is kept is none. */
  readonly upstreamRequests: number;
  /** Fields of the answer, lists multiplied. */
  readonly answerFields: number;
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
  /** Of a mutation: how many fields write, and how many of them log in to an inverter. */
  readonly mutation: { readonly writes: number; readonly logins: number };
}

/** How large an operation is, whatever its variables: what fragments hold counts wherever they are spread. */
export interface OperationFigures {
  /** Fields on top of each other; a field of the root is 1. */
  readonly depth: number;
  /** Fragments count, too: also those without fields are work. */
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
}

/** The errors are coded, and fit for callers. */
export type Checked = CheckedDocument | { readonly errors: readonly GraphQLError[] };
