import { type Exchange, type ExecutionResult, stringifyDocument, subscriptionExchange } from "@urql/core";
import type { PlenticoreClient } from "./client.ts";
import { makeDocument, type TypedDocument } from "./document.ts";
import { type FieldError, isGatewayError } from "./errors.ts";
import type { CompleteResult, PartialResult } from "./result.ts";

type Kind = "query" | "mutation" | "subscription";
type AnyDocument<Operation extends Kind> = TypedDocument<Operation, unknown, Readonly<Record<string, unknown>>>;

/**
 * The last exchange of an urql client: queries, mutations and subscriptions go through this client, by HTTP and its live
 * connection. A part that failed is in `error.graphQLErrors`, with `code` among its extensions; a request that has no answer
 * is the `GatewayError` in `error.networkError`.
 */
export function plenticoreExchange(client: PlenticoreClient): Exchange {
  return subscriptionExchange({
    enableAllOperations: true,
    forwardSubscription: (_body, operation) => ({
      subscribe: (sink) => {
        const gone = new AbortController();
        const document = documentOf(operation.kind as Kind, operation.query as unknown as AnyDocument<Kind>);
        const variables = (operation.variables ?? {}) as Readonly<Record<string, unknown>>;
        const { signal } = gone;
        const run = async (): Promise<void> => {
          if (isOf(document, "subscription")) {
            let isFirst = true;
            for await (const result of client.subscribe(document, variables, { signal })) {
              sink.next(executionOf(result, isFirst));
              isFirst = false;
            }
            return;
          }
          const result = isOf(document, "query")
            ? await client.query(document, variables, { signal })
            : await client.mutate(document as AnyDocument<"mutation">, variables, { signal });
          if (result.kind === "failed") throw result.error;
          sink.next(executionOf(result, true));
        };
        run().then(
          () => (signal.aborted ? undefined : sink.complete()),
          (error: unknown) => (signal.aborted ? undefined : sink.error(errorOf(error))),
        );
        return { unsubscribe: () => gone.abort() };
      },
    }),
  });
}

/** What the gateway refused is told by its errors; a mistake of the caller's is itself. */
const errorOf = (error: unknown): unknown =>
  isGatewayError(error) && error.errors.length > 0 ? error.errors.map(told) : error;

const isOf = <Operation extends Kind>(
  document: AnyDocument<Kind>,
  operation: Operation,
): document is AnyDocument<Operation> => document.operation === operation;

/** One of the package, or one that urql made of a text. */
function documentOf(operation: Kind, document: AnyDocument<Kind>): AnyDocument<Kind> {
  if (typeof document.text === "string") return document;
  const text = stringifyDocument(document);
  return makeDocument(operation, `the ${operation}`, text);
}

/** Of a first result urql takes even an empty list for an error; after it, it keeps the errors of the one before unless there is a list. */
function executionOf(result: CompleteResult<unknown> | PartialResult<unknown>, isFirst: boolean): ExecutionResult {
  const errors = result.kind === "partial" ? result.errors.map(told) : [];
  const data = result.data as NonNullable<ExecutionResult["data"]>;
  return isFirst && errors.length === 0 ? { data } : { data, errors };
}

const told = ({ message, path, code, inverterId, retryable, retryAfterMs, traceId }: FieldError) => ({
  message,
  path,
  extensions: { code, inverterId, retryable, retryAfterMs, traceId },
});
