import type { TypedDocument } from "./document.ts";
import { inspect } from "./inspect.ts";

/** An operation as it is sent. Over WebSocket the protocol wants a `query`, which is empty beside an id. */
export interface Payload {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/**
 * Checks what was asked for before anything is sent.
 *
 * @throws TypeError of another kind of document, of one without an id where ids are sent, and of variables that are no object
 */
export function payloadOf(
  wanted: "query" | "mutation" | "subscription",
  document: Pick<
    TypedDocument<"query" | "mutation" | "subscription", unknown, never>,
    "operation" | "name" | "documentId" | "text"
  >,
  variables: unknown,
  persisted: boolean,
): Payload {
  const { operation, name, documentId, text } = document;
  if (operation !== wanted) {
    throw new TypeError(
      `${name} is a ${operation}: call ${methods[operation] ?? "the method of its kind"}, not ${methods[wanted]}`,
    );
  }
  if (variables !== undefined && (typeof variables !== "object" || variables === null || Array.isArray(variables))) {
    throw new TypeError(`the variables of ${name} are ${inspect(variables)}: give an object`);
  }
  const rest = variables === undefined ? {} : { variables: variables as Readonly<Record<string, unknown>> };
  if (!persisted) return { query: text, ...rest };
  if (documentId === undefined) {
    throw new TypeError(
      `${name} is not among the persisted documents: leave out \`persisted\`, or use a document of the package`,
    );
  }
  return { documentId, ...rest };
}

const methods: Readonly<Record<string, string>> = { query: "query", mutation: "mutate", subscription: "subscribe" };
