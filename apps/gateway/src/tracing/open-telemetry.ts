import { AsyncLocalStorage } from "node:async_hooks";
import { defaultTextMapGetter, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { Logger } from "../log.ts";
import { version } from "../version.ts";
import { tellingExporter } from "./telling-exporter.ts";
import type { OperationTrace, Tracing } from "./tracing.ts";

/** An operation's name is its client's text. */
const longestName = 200;

/**
 * Traces by OpenTelemetry's SDK, which reads sampler, limits, batches, endpoint and headers from `OTEL_*` of the process's
 * environment. Spans are made here: there is no instrumentation for this version of graphql.
 */
export function createTracing(log: Logger): Tracing {
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "plenticore-gateway", "service.version": version() }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(tellingExporter(new OTLPTraceExporter(), log.named("traces")))],
  });
  const tracer = provider.getTracer("plenticore-gateway", version());
  const propagator = new W3CTraceContextPropagator();
  const running = new AsyncLocalStorage<Span>();

  const operationTrace = (span: Span): OperationTrace => {
    return {
      traceId: span.spanContext().traceId,
      run: (work) => running.run(span, work),
      end: ({ type, name, code }) => {
        if (type !== "unknown") span.updateName(type).setAttribute("graphql.operation.type", type);
        if (name !== undefined) span.setAttribute("graphql.operation.name", name.slice(0, longestName));
        if (code !== "OK") fail(span, code);
        span.end();
      },
    };
  };

  return {
    begin: (traceparent) => {
      const parent = propagator.extract(ROOT_CONTEXT, traceparent ? { traceparent } : {}, defaultTextMapGetter);
      return operationTrace(tracer.startSpan("graphql", { kind: SpanKind.SERVER }, parent));
    },
    get currentTraceId() {
      return running.getStore()?.spanContext().traceId;
    },
    observer: {
      caller: () => {
        const span = running.getStore();
        // A poll goes on after the operation that began it, and is nobody's then.
        return span?.isRecording() === true ? span : undefined;
      },
      sent: ({ inverterId, operation }, callers) => {
        const [first, ...others] = callers as readonly Span[];
        if (first === undefined) return () => undefined;
        const span = tracer.startSpan(
          operation,
          {
            kind: SpanKind.CLIENT,
            attributes: { "plenticore.inverter.id": inverterId },
            links: others.map((other) => ({ context: other.spanContext() })),
          },
          trace.setSpan(ROOT_CONTEXT, first),
        );
        // A merged request is one child only: from the others' traces it is reached by a link.
        for (const other of others) other.addLink({ context: span.spanContext() });
        return (failure) => {
          if (failure !== undefined) fail(span, failure);
          span.end();
        };
      },
    },
    close: () => provider.shutdown(),
  };
}

function fail(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: code }).setAttribute("error.type", code);
}
