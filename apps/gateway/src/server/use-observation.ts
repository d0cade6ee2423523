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

interface Execution {
  readonly args: ExecutionArgs;
}

/** Observes what comes through Yoga, also what it refuses before it is an operation. */
export function useObservation(observe: ObserveOperation): {
  /** Stands first: others may refuse. */
  readonly requests: Plugin;
  /** Stands last: wraps what others put in the place of execution. */
  readonly executions: Plugin;
} {
  const running = new WeakMap<Request, Running>();
  const begun = ({ args }: Execution): Running | undefined => {
    const own = running.get((args.contextValue as RequestContext).request);
    const operation = getOperationAST(args.document, args.operationName);
    if (own !== undefined && operation) own.operation = { type: operation.operation, name: operation.name?.value };
    return own;
  };
  const end = (request: Request, outcome: Omit<Outcome, "type" | "name">): void => {
    const own = running.get(request);
    if (own === undefined) return;
    running.delete(request);
    own.observed.end({ ...own.operation, ...outcome });
  };
  const requests: Plugin = {
    onRequest: ({ request }) => {
      const observed = observe(() => request.headers.get("traceparent"));
      running.set(request, { observed, operation: { type: "unknown" } });
    },
    onResultProcess: ({ request, result }) => {
      const [first] = [result].flat();
      const errors = first === undefined || isAsyncIterable(first) ? undefined : first.errors;
      end(request, { errors: errors as readonly GraphQLError[] | undefined });
    },
    onResponse: ({ request, response: { status } }) => {
      // A browser's question before its request, or GET without a query, is no operation.
      if (status >= 400) end(request, { code: refusals[status] ?? (status >= 500 ? "INTERNAL" : "BAD_INPUT") });
    },
  };
  const executions: Plugin = {
    onExecute: ({ args, executeFn, setExecuteFn }) => {
      const own = begun({ args });
      if (own) setExecuteFn((given: ExecutionArgs) => own.observed.run(() => executeFn(given) as unknown));
    },
    onSubscribe: ({ args, subscribeFn, setSubscribeFn }) => {
      const own = begun({ args });
      if (own) setSubscribeFn((given: ExecutionArgs) => own.observed.run(() => subscribeFn(given) as unknown));
    },
  };
  return { requests, executions };
}

/** Of requests that were refused before there was a result. */
const refusals: Readonly<Record<number, ErrorCode>> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  413: "LIMIT_EXCEEDED",
  429: "LIMIT_EXCEEDED",
};
