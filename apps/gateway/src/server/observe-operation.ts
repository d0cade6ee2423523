import type { GraphQLError } from "graphql";
import { withTraceId } from "../errors.ts";
import { type OperationType, type OutcomeCode, outcomeOf, type RecordOperation } from "../metrics/operations.ts";
import type { Tracing } from "../tracing/tracing.ts";

export interface Outcome {
  readonly type: OperationType;
  /** As its client calls it. */
  readonly name?: string | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
  /** Of what was refused without GraphQL. Default: that of `errors`. */
  readonly code?: OutcomeCode;
}

/** One operation on its way. */
export interface ObservedOperation {
  /** Has what is asked of inverters meanwhile belong to it. */
  run<Result>(work: () => Result): Result;
  /** Once: counts it and ends its span. @returns its errors as they are to be sent: with the trace's id, where there is one */
  end(outcome: Outcome): readonly GraphQLError[] | undefined;
}

/**
 * Begins to count, time and trace an operation: every way in calls this, with what gives the request's `traceparent`,
 * which is asked for only where traces are wanted.
 */
export type ObserveOperation = (traceparent: () => string | null | undefined) => ObservedOperation;

export interface ObserveOptions {
  readonly record: RecordOperation;
  readonly tracing: Tracing | undefined;
  /** Monotonic, in ms. */
  readonly now: () => number;
}

export const createObserveOperation =
  ({ record, tracing, now }: ObserveOptions): ObserveOperation =>
  (traceparent) => {
    const startedAt = now();
    const trace = tracing?.begin(traceparent());
    return {
      run: (work) => (trace === undefined ? work() : trace.run(work)),
      end: ({ type, name, errors, code = outcomeOf(errors) }) => {
        record({ type, code, seconds: (now() - startedAt) / 1000 });
        if (trace === undefined) return errors;
        trace.end({ type, name, code });
        // New ones: those of a document that is remembered are everybody's.
        return errors?.map((error) => withTraceId(error, trace.traceId));
      },
    };
  };
