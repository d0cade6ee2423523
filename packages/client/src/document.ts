declare const types: unique symbol;

/** How a slow reader of a subscription is served: the newest result of each inverter or plant, or every result in turn. */
export type Keeps = "newest" | "every";

type Kind = "query" | "mutation" | "subscription";

/** What urql reads of a document besides its id: there is an operation, of this kind and name. */
interface OperationStub<Operation extends Kind> {
  readonly kind: "OperationDefinition";
  readonly operation: Operation;
  readonly name: { readonly kind: "Name"; readonly value: string };
  readonly selectionSet: { readonly kind: "SelectionSet"; readonly selections: readonly [] };
}

/** An operation with the types of its result and variables. urql takes it as a document that its `documentId` stands for. */
export interface TypedDocument<Operation extends Kind, Data, Variables> {
  readonly kind: "Document";
  readonly definitions: readonly [OperationStub<Operation>];
  readonly operation: Operation;
  readonly name: string;
  /** `sha256:…`, the id in `persisted-documents.json`; absent in documents that are not of this package. */
  readonly documentId?: string;
  readonly text: string;
  /** Of a subscription; default "newest". */
  readonly keeps?: Keeps;
  /** For the compiler only; urql and its kin read the types here. */
  readonly __apiType?: (variables: Variables) => Data;
  readonly [types]?: [Data, Variables];
}

export type QueryDocument<Data, Variables> = TypedDocument<"query", Data, Variables>;
export type MutationDocument<Data, Variables> = TypedDocument<"mutation", Data, Variables>;
export type SubscriptionDocument<Data, Variables> = TypedDocument<"subscription", Data, Variables>;

type AnyVariables = Readonly<Record<string, unknown>>;

/** A query of your own. @throws TypeError where the text is no named query */
export const defineQuery = <Data, Variables = AnyVariables>(text: string): QueryDocument<Data, Variables> =>
  define("query", text);

/** A mutation of your own. @throws TypeError where the text is no named mutation */
export const defineMutation = <Data, Variables = AnyVariables>(text: string): MutationDocument<Data, Variables> =>
  define("mutation", text);

/** A subscription of your own. @throws TypeError where the text is no named subscription */
export const defineSubscription = <Data, Variables = AnyVariables>(
  text: string,
  options: { readonly keeps?: Keeps } = {},
): SubscriptionDocument<Data, Variables> => ({ ...define("subscription", text), ...options });

function define<Operation extends Kind>(operation: Operation, text: string) {
  const name = new RegExp(`\\b${operation}\\s+(\\w+)`).exec(text)?.[1];
  if (name === undefined) {
    throw new TypeError(`the document holds no ${operation} with a name: begin it as in \`${operation} Roofs { … }\``);
  }
  return makeDocument(operation, name, text);
}

/** A document as the package's own are; without id where nobody knows one. */
export function makeDocument<Operation extends Kind>(
  operation: Operation,
  name: string,
  text: string,
  more: object = {},
) {
  const selectionSet = { kind: "SelectionSet", selections: [] } as const;
  const stub = { kind: "OperationDefinition", operation, name: { kind: "Name", value: name }, selectionSet } as const;
  return { kind: "Document", definitions: [stub], operation, name, text, ...more } as const;
}

/** Variables, which may be left out where none is required, then options. */
export type Arguments<Variables, Options> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: Options]
    : [variables: Variables, options?: Options];
