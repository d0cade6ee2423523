import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from "graphql";

/** What is compiled: an operation of a document that is valid for the schema. */
export interface Source {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  /** Of the operation's document, by name. */
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Whether error texts make no guesses at what was meant. */
  readonly hideSuggestions: boolean;
}
