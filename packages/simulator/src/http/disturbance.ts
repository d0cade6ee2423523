import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { refusals } from "@plenticore/handshake";
import { BUSY, NOT_AUTHORIZED, PlainBody, refusal } from "../operations/call.ts";
import type { Fault } from "./faults.ts";
import { printJson } from "./json.ts";
import type { Reply } from "./reply.ts";

const PAGE = "<!DOCTYPE html><html><head><title>Webserver</title></head><body>It works!</body></html>";
const ELSEWHERE = "http://127.0.0.1:9/";
const CHUNK = Buffer.alloc(65_536, "0");

/** What a fault answers instead of the API; undefined where the API answers and is changed or delayed only. */
export function replyOf(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case "busy":
      return refusal(503, BUSY);
    case "unauthorized":
      return refusal(401, NOT_AUTHORIZED);
    case "locked":
      return refusal(refusals.USER_LOCKED.status, refusals.USER_LOCKED.message);
    case "status":
      if (fault.message === null) return { status: fault.status, body: new PlainBody("text/html", "") };
      return refusal(fault.status, fault.message ?? "Internal Server Error");
    case "html":
      return { status: 200, body: new PlainBody("text/html", PAGE) };
    case "redirect":
      return { status: 302, headers: { Location: fault.location ?? ELSEWHERE } };
    case "body":
      return { status: fault.status ?? 200, body: new PlainBody(fault.contentType ?? "application/json", fault.body) };
    default:
      return undefined;
  }
}

/** Changes an answer of the API. */
export function spoiled(fault: Fault, reply: Reply, style: "spaced" | "compact"): Reply {
  if (fault.kind === "signature" && isSigned(reply.body)) {
    return { ...reply, body: { ...reply.body, signature: Buffer.alloc(32, 7).toString("base64") } };
  }
  if (fault.kind === "truncated" && reply.body !== undefined && !(reply.body instanceof ReadableStream)) {
    const text = printJson(reply.body, style);
    return { ...reply, body: new PlainBody("application/json", text.slice(0, Math.ceil(text.length / 2))) };
  }
  return reply;
}

/** A JSON body that does not end before `bytes` are written, or the reader leaves. */
export async function flood(response: ServerResponse, bytes = Number.POSITIVE_INFINITY): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write("[");
  for (let written = 2; written < bytes && !gone.signal.aborted; written += CHUNK.length) {
    if (response.write(CHUNK)) continue;
    try {
      await once(response, "drain", { signal: gone.signal });
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  }
  response.end("]");
}

function isSigned(body: unknown): body is { readonly signature: string } {
  return typeof body === "object" && body !== null && "signature" in body;
}
