import type { ErrorCode } from "@plenticore/core";
import { type ExecutionArgs, type GraphQLError, getOperationAST } from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import type { ObservedOperation, ObserveOperation, Outcome } from "./observe-operation.ts";

interface Running {
  readonly observed: ObservedOperation;
  operation: Pick<Outcome, "type" | "name">;
}

interface RequestContext {
  readonly request: Request;
}

/** Observes what comes through Yoga, also what it refuses before it is an operation. Stands first: others may refuse. */
export function useObservation(observe: ObserveOperation): Plugin {
  const running = new WeakMap<Request, Running>();
  const note = ({ args }: { readonly args: ExecutionArgs }): void => {
    const own = running.get((args.contextValue as RequestContext).request);
    const operation = getOperationAST(args.document, args.operationName);
    if (own !== undefined && operation) own.operation = { type: operation.operation, name: operation.name?.value };
  };
  const end = (request: Request, outcome: Omit<Outcome, "type" | "name">): readonly GraphQLError[] | undefined => {
    const own = running.get(request);
    if (own === undefined) return outcome.errors;
    running.delete(request);
    return own.observed.end({ ...own.operation, ...outcome });
  };
  return {
    onRequest: (event) => {
      const { request, requestHandler } = event;
      const observed = observe(() => request.headers.get("traceparent"));
      running.set(request, { observed, operation: { type: "unknown" } });
      event.setRequestHandler((...given) => observed.run(() => requestHandler(...given)));
    },
    onExecute: note,
    onSubscribe: note,
    onResultProcess: (event) => {
      const { request, result } = event;
      if (Array.isArray(result) || isAsyncIterable(result) || result.errors === undefined) {
        end(request, {});
        return;
      }
      const errors = end(request, { errors: result.errors });
      if (errors !== undefined && errors !== result.errors) event.setResult({ ...result, errors });
    },
    onResponse: ({ request, response: { status } }) => {
      // A browser's question before its request, or GET without a query, is no operation.
      if (status >= 400) end(request, { code: refusals[status] ?? (status >= 500 ? "INTERNAL" : "BAD_INPUT") });
    },
  };
}

/** Of requests that were refused before there was a result. */
const refusals: Readonly<Record<number, ErrorCode>> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  413: "LIMIT_EXCEEDED",
  429: "LIMIT_EXCEEDED",
};
