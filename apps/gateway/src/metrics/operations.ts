import { type ErrorCode, errorTable } from "@plenticore/core";
import { Counter, Histogram, type Registry } from "prom-client";

/** What clients asked for; `unknown` is what was refused before it was read as far as that. */
const operationTypes = ["query", "mutation", "subscription", "unknown"] as const;

export type OperationType = (typeof operationTypes)[number];

/** `OK`, or the code of the answer's first error: few enough to be a label. */
export type OutcomeCode = "OK" | ErrorCode;

export interface OperationRecord {
  readonly type: OperationType;
  readonly code: OutcomeCode;
  /** From the request to its result; of a subscription, until it has begun. */
  readonly seconds: number;
}

/** Counts one operation: called on every way in, whatever became of it. Costs half a microsecond. */
export type RecordOperation = (record: OperationRecord) => void;

const bucketSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createRecordOperation(registry: Registry): RecordOperation {
  const registers = [registry];
  const operations = new Counter({
    name: "plenticore_gateway_operations_total",
    help: "GraphQL operations, by type and by the code of the first error or OK.",
    labelNames: ["type", "code"],
    registers,
  });
  const durations = new Histogram({
    name: "plenticore_gateway_operation_duration_seconds",
    help: "Time from a request to its result; of a subscription, until it has begun.",
    labelNames: ["type"],
    buckets: bucketSeconds,
    registers,
  });
  // There from the beginning, so that Prometheus sees the first mistake as an increase.
  for (const type of operationTypes) for (const code of ["OK", "INTERNAL"]) operations.inc({ type, code }, 0);
  return ({ type, code, seconds }) => {
    operations.inc({ type, code });
    durations.observe({ type }, seconds);
  };
}

/** The code that stands for a result with these errors. */
export function outcomeOf(
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[] | undefined,
): OutcomeCode {
  const [first] = errors ?? [];
  if (first === undefined) return "OK";
  const code = first.extensions?.["code"];
  return typeof code === "string" && Object.hasOwn(errorTable, code) ? (code as ErrorCode) : "INTERNAL";
}
