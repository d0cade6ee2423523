import { type Dispatcher, Pool } from "undici";
import { discard, readBytes, streamBody } from "./body.ts";
import { createConnector } from "./connector.ts";
import { Deadline } from "./deadline.ts";
import { cancelled, failureOf, tooLarge } from "./errors.ts";
import {
  basePath,
  type CallOptions,
  type Invalid,
  type OperationRequest,
  queryString,
  type Transport,
  type TransportAnswer,
} from "./generated/index.ts";
import { type CheckedOptions, positive } from "./options.ts";
import type { RestRuntime } from "./runtime.ts";

/** Body of an answer that is no success: read for its message only, so it gets less room and less time. */
export const errorBodyLimits = { maxBytes: 64 * 1024, timeoutMs: 2_000 } as const;

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
      const sent = describeRequest(request, options, callOptions);
      if (closing !== undefined) return cancelled("the client was closed");
      const deadline = new Deadline(runtime, callOptions.signal);
      if (deadline.failure !== undefined) return deadline.failure;
      const timeoutMs = positive("timeoutMs", callOptions.timeoutMs ?? options.timeoutMs);
      deadline.start(timeoutMs);
      try {
        const response = await pool.request({ ...sent, signal: deadline.signal });
        return await readResponse(request, response, {
          deadline,
          timeoutMs,
          maxBytes: callOptions.maxBytes,
          defaultMaxBytes: options.maxBytes,
        });
      } catch (error) {
        deadline.release();
        const failure = deadline.failure ?? failureOf(error);
        if (failure === undefined) throw error;
        return failure;
      }
    },
    close() {
      closing ??= pool.destroy();
      return closing;
    },
  };
}

function describeRequest(
  request: OperationRequest,
  options: CheckedOptions,
  callOptions: CallOptions,
): Dispatcher.RequestOptions {
  const headers: Record<string, string> = {
    ...request.headers,
    accept: request.accept === "stream" ? "*/*" : "application/json",
  };
  if (callOptions.authorization !== undefined) headers["authorization"] = authorizationText(callOptions.authorization);
  if (callOptions.maxBytes !== undefined) positive("maxBytes", callOptions.maxBytes);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  if (body !== undefined) headers["content-type"] = "application/json";
  return {
    method: request.method as Dispatcher.HttpMethod,
    path: options.pathPrefix + basePath + request.path + queryString(request.query),
    headers,
    ...(body === undefined ? {} : { body }),
  };
}

function authorizationText(text: string): string {
  // Said here, since another's error might quote the secret.
  if (!/^[\x20-\x7e]+$/.test(text)) throw new TypeError("authorization: a header can't carry this text");
  return text;
}

interface Reading {
  readonly deadline: Deadline;
  readonly timeoutMs: number;
  /** The call's own. */
  readonly maxBytes: number | undefined;
  readonly defaultMaxBytes: number;
}

async function readResponse(
  request: OperationRequest,
  response: Dispatcher.ResponseData,
  reading: Reading,
): Promise<TransportAnswer> {
  const { deadline } = reading;
  const status = response.statusCode;
  const headers = joinHeaders(response.headers);
  const encoding = headers["content-encoding"] ?? "identity";
  if (status < 200 || status >= 300) {
    const body = encoding === "identity" ? await readErrorBody(response, headers, reading) : discard(response.body);
    deadline.release();
    // The caller's wish to stop is told even where a status came.
    return deadline.failure?.kind === "cancelled" ? deadline.failure : { kind: "response", status, headers, body };
  }
  if (encoding !== "identity") {
    deadline.release();
    discard(response.body);
    return invalid(status, `answered with content-encoding ${encoding}, which was not asked for`);
  }
  if (request.accept === "stream") {
    deadline.pause();
    const body = streamBody(response.body, deadline, reading.timeoutMs, reading.maxBytes ?? Number.POSITIVE_INFINITY);
    return { kind: "response", status, headers, body };
  }
  const limit = reading.maxBytes ?? reading.defaultMaxBytes;
  const bytes = await readBytes(response.body, headers["content-length"], limit);
  deadline.release();
  if (bytes === undefined) return tooLarge(limit);
  if (request.accept === "nothing") return { kind: "response", status, headers, body: undefined };
  const parsed = parseJson(bytes);
  return parsed.ok ? { kind: "response", status, headers, body: parsed.value } : invalid(status, parsed.message);
}

// Whatever is wrong with the body, the status came and is what counts.
async function readErrorBody(
  response: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  reading: Reading,
): Promise<unknown> {
  const { deadline } = reading;
  deadline.start(Math.min(errorBodyLimits.timeoutMs, reading.timeoutMs));
  try {
    const limit = Math.min(errorBodyLimits.maxBytes, reading.maxBytes ?? reading.defaultMaxBytes);
    const bytes = await readBytes(response.body, headers["content-length"], limit);
    const parsed = bytes === undefined ? undefined : parseJson(bytes);
    return parsed?.ok === true ? parsed.value : undefined;
  } catch (error) {
    if (deadline.failure === undefined && failureOf(error) === undefined) throw error;
    return undefined;
  }
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

// The content type is not asked: devices and proxies name wrong ones.
function parseJson(bytes: Buffer): Parsed {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The parser's message quotes the body, which may hold secrets.
    if (/^\s*</.test(text)) return { ok: false, message: "answered HTML, not JSON" };
    const cut = /^\s*[[{]/.test(text) && !/[\]}]\s*$/.test(text);
    return { ok: false, message: cut ? "answered JSON that breaks off" : "answered something that is not JSON" };
  }
}

function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const pairs = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : (value ?? "")] as const,
  );
  return Object.fromEntries(pairs);
}

function invalid(status: number, message: string): Invalid {
  return { ok: false, kind: "invalid", status, pointer: "", message };
}
