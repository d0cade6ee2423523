import type { Dispatcher } from "undici";
import { discard, firstChunk, readBytes, streamBody } from "./body.ts";
import type { Deadline } from "./deadline.ts";
import { tooLarge } from "./errors.ts";
import type { OperationRequest, TransportAnswer, TransportFailure } from "./generated/index.ts";
import { answeredHtml, parseJson, startsLikeHtml } from "./json.ts";
import type { RestRuntime } from "./runtime.ts";

/** Body of an answer that is no success: read for its message only, so it gets less room and less time. */
export const errorBodyLimits = { maxBytes: 64 * 1024, timeoutMs: 2_000 } as const;

/** Limits of one answer. */
export interface Reading {
  readonly runtime: RestRuntime;
  readonly deadline: Deadline;
  /** Longest wait for a chunk of a stream. */
  readonly timeoutMs: number;
  /** The call's own limit; without one a stream has none. */
  readonly maxBytes: number | undefined;
  readonly defaultMaxBytes: number;
}

/** Reads what a response carries. Rejects only with what breaks the connection under a success. */
export async function readAnswer(
  accept: OperationRequest["accept"],
  response: Dispatcher.ResponseData,
  reading: Reading,
): Promise<TransportAnswer> {
  const status = response.statusCode;
  const headers = joinHeaders(response.headers);
  if (status < 200 || status >= 300) {
    const body = await readErrorBody(response, headers, reading);
    // The caller's wish to stop is told even where a status came.
    const failure = reading.deadline.failure;
    return failure?.kind === "cancelled" ? failure : { kind: "response", status, headers, body };
  }
  const encoding = encodingOf(headers);
  if (encoding !== "identity") {
    discard(response.body);
    return invalid(status, `answered with content-encoding ${encoding}, which was not asked for`);
  }
  if (accept === "stream") {
    if (isHtml(headers) && startsLikeHtml(await firstChunk(response.body))) {
      discard(response.body);
      return invalid(status, "answered HTML, not a stream of data");
    }
    const body = streamBody(response.body, reading.deadline, reading.timeoutMs, reading.maxBytes);
    return { kind: "response", status, headers, body };
  }
  const limit = reading.maxBytes ?? reading.defaultMaxBytes;
  const bytes = await readBytes(response.body, headers["content-length"], limit);
  if (bytes === undefined) return tooLarge(limit);
  const parsed = parseJson(bytes);
  if (accept === "nothing") {
    const html = !parsed.ok && (isHtml(headers) || startsLikeHtml(bytes));
    return html ? invalid(status, answeredHtml) : { kind: "response", status, headers, body: undefined };
  }
  return parsed.ok ? { kind: "response", status, headers, body: parsed.value } : invalid(status, parsed.message);
}

// The type alone is no proof: a web framework may call everything so that it isn't told the type of.
function isHtml(headers: Readonly<Record<string, string>>): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(headers["content-type"] ?? "");
}

// Whatever is wrong with the body, the status came and is what counts.
async function readErrorBody(
  response: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  reading: Reading,
): Promise<unknown> {
  if (encodingOf(headers) !== "identity") return discard(response.body);
  const stopTimer = reading.runtime.after(errorBodyLimits.timeoutMs, () => discard(response.body));
  try {
    const limit = Math.min(errorBodyLimits.maxBytes, reading.maxBytes ?? reading.defaultMaxBytes);
    const bytes = await readBytes(response.body, headers["content-length"], limit);
    const parsed = bytes === undefined ? undefined : parseJson(bytes);
    return parsed?.ok === true ? parsed.value : undefined;
  } catch {
    return undefined;
  } finally {
    stopTimer();
  }
}

function encodingOf(headers: Readonly<Record<string, string>>): string {
  return headers["content-encoding"]?.trim().toLowerCase() || "identity";
}

function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const pairs = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : (value ?? "")] as const,
  );
  return Object.fromEntries(pairs);
}

function invalid(status: number, message: string): TransportFailure {
  return { ok: false, kind: "invalid", status, pointer: "", message };
}
