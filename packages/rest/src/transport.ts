import { Pool } from "undici";
import { readAnswer } from "./answer.ts";
import { createConnector } from "./connector.ts";
import { Deadline } from "./deadline.ts";
import { cancelled, failureOf } from "./errors.ts";
import type { CallOptions, OperationRequest, Transport, TransportAnswer } from "./generated/index.ts";
import { type CheckedOptions, positive } from "./options.ts";
import { describeRequest } from "./request.ts";
import type { RestRuntime } from "./runtime.ts";

/** A transport with a connection pool of its own. */
export interface PoolTransport {
  readonly send: Transport;
  /** Ends what is in flight as cancelled; later calls are cancelled at once. */
  close(): Promise<void>;
}

/** Sends over undici's `Pool.request`: no redirects, no cookies, no decompression. */
export function createTransport(options: CheckedOptions, runtime: RestRuntime): PoolTransport {
  const pool = new Pool(options.origin, {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    connect: createConnector(options.trust, options.timeoutMs),
    // The deadline of a call covers headers and body.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 20_000,
  });
  let closing: Promise<void> | undefined;
  return {
    async send(request, callOptions) {
      if (closing !== undefined) return cancelled("the client was closed");
      return sendOver(pool, options, runtime, request, callOptions);
    },
    close() {
      closing ??= pool.destroy();
      return closing;
    },
  };
}

async function sendOver(
  pool: Pool,
  options: CheckedOptions,
  runtime: RestRuntime,
  request: OperationRequest,
  callOptions: CallOptions,
): Promise<TransportAnswer> {
  const sent = describeRequest(request, options, callOptions);
  const timeoutMs = positive("timeoutMs", callOptions.timeoutMs ?? options.timeoutMs);
  const maxBytes = callOptions.maxBytes === undefined ? undefined : positive("maxBytes", callOptions.maxBytes);
  const deadline = new Deadline(runtime, callOptions.signal);
  if (deadline.failure !== undefined) return deadline.failure;
  deadline.start(timeoutMs);
  let streaming = false;
  try {
    const response = await pool.request({ ...sent, signal: deadline.signal });
    const reading = { runtime, deadline, timeoutMs, maxBytes, defaultMaxBytes: options.maxBytes };
    const answer = await readAnswer(request.accept, response, reading);
    streaming = "body" in answer && answer.body instanceof ReadableStream;
    return answer;
  } catch (error) {
    const failure = deadline.failure ?? failureOf(error);
    if (failure === undefined) throw error;
    return failure;
  } finally {
    // A stream goes on, and lets go by itself.
    if (!streaming) deadline.release();
  }
}
