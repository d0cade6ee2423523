import type { RequestObserver } from "@plenticore/core";
import type { Logger } from "../log.ts";
import type { OperationType, OutcomeCode } from "../metrics/operations.ts";

/** What a span tells of an operation: neither its document nor its variables, which may hold secrets. */
export interface TracedOperation {
  readonly type: OperationType;
  /** As its client calls it. */
  readonly name: string | undefined;
  readonly code: OutcomeCode;
}

/** One operation while it is traced: the same calls on every way in. */
export interface OperationTrace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** What is asked of inverters within `work`, at once or later, is asked for this operation. */
  run<Result>(work: () => Result): Result;
  end(operation: TracedOperation): void;
}

export interface Tracing {
  /** @param traceparent W3C Trace Context of who asks; what is none begins a trace of its own */
  begin(traceparent: string | null | undefined): OperationTrace;
  /** Of the operation that runs now. */
  readonly currentTraceId: string | undefined;
  /** For the fleet. */
  readonly observer: RequestObserver;
  /** Sends what is left. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the environment asks for traces, by the variables that OpenTelemetry has for it. */
export function wantsTraces(env: Environment): boolean {
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return false;
  const exporter = env["OTEL_TRACES_EXPORTER"];
  if (exporter !== undefined && exporter !== "") return exporter === "otlp";
  return Boolean(env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? env["OTEL_EXPORTER_OTLP_ENDPOINT"]);
}

/** Undefined where no traces are wanted: then nothing of OpenTelemetry is loaded. */
export async function openTracing(env: Environment, log: Logger): Promise<Tracing | undefined> {
  if (!wantsTraces(env)) return undefined;
  const protocol = env["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] ?? env["OTEL_EXPORTER_OTLP_PROTOCOL"];
  if (protocol === "grpc") {
    log.named("traces").warn("traces are sent over HTTP, not gRPC: name the collector's HTTP port, mostly 4318");
  }
  const { createTracing } = await import("./open-telemetry.ts");
  return createTracing(log);
}
