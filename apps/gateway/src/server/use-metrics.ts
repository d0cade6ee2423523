import type { ErrorCode } from "@plenticore/core";
import { type ExecutionArgs, type GraphQLError, getOperationAST } from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import { type OperationType, outcomeOf, type RecordOperation } from "../metrics/operations.ts";

export interface MetricsPluginOptions {
  readonly record: RecordOperation;
  /** Monotonic, in ms. */
  readonly now: () => number;
}

interface Running {
  readonly startedAt: number;
  type: OperationType;
}

interface RequestContext {
  readonly request: Request;
}

/** Counts what comes through Yoga, also what it refuses before it is an operation. */
export function useMetrics({ record, now }: MetricsPluginOptions): Plugin {
  const running = new WeakMap<Request, Running>();
  const end = (request: Request, code: Parameters<RecordOperation>[0]["code"]): void => {
    const own = running.get(request);
    if (own === undefined || !running.delete(request)) return;
    record({ type: own.type, code, seconds: (now() - own.startedAt) / 1000 });
  };
  const note = ({ args }: { readonly args: ExecutionArgs }): void => {
    const own = running.get((args.contextValue as RequestContext).request);
    if (own !== undefined) own.type = getOperationAST(args.document, args.operationName)?.operation ?? "unknown";
  };
  return {
    onRequest: ({ request }) => void running.set(request, { startedAt: now(), type: "unknown" }),
    onExecute: note,
    onSubscribe: note,
    onResultProcess: ({ request, result }) => {
      const [first] = [result].flat();
      const errors = first === undefined || isAsyncIterable(first) ? undefined : first.errors;
      end(request, outcomeOf(errors as readonly GraphQLError[] | undefined));
    },
    onResponse: ({ request, response: { status } }) => {
      // A browser's question before its request, or GET without a query, is no operation.
      if (status >= 400) end(request, refusals[status] ?? (status >= 500 ? "INTERNAL" : "BAD_INPUT"));
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
