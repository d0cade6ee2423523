import { once } from "node:events";
import { type ServerResponse, STATUS_CODES } from "node:http";
import { PlainBody } from "../operations/call.ts";
import { printJson } from "./json.ts";

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What nginx and the API put on every answer (FACTS 2.8). */
const HEADERS = { server: "nginx/1.15.2", "access-control-allow-origin": "*" };

/** Writes an answer as the device does: JSON with its length, pages as they are, streams as fast as they are read. */
export async function send(response: ServerResponse, reply: Reply, style: "spaced" | "compact"): Promise<void> {
  const { status, body, headers } = reply;
  if (body instanceof ReadableStream) return sendStream(response, status, body, headers ?? {});
  const [type, text] =
    body instanceof PlainBody
      ? [body.contentType, body.text]
      : ["application/json", body === undefined ? "" : printJson(body, style)];
  response.writeHead(status, reason(status), {
    Server: HEADERS.server,
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(text),
    "Access-Control-Allow-Origin": HEADERS["access-control-allow-origin"],
    ...headers,
  });
  response.end(text);
  return undefined;
}

async function sendStream(
  response: ServerResponse,
  status: number,
  stream: ReadableStream<Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.writeHead(status, reason(status), {
    Server: HEADERS.server,
    "Access-Control-Allow-Origin": HEADERS["access-control-allow-origin"],
    ...headers,
  });
  try {
    for await (const chunk of stream) {
      if (gone.signal.aborted) return;
      if (!response.write(chunk)) await once(response, "drain", { signal: gone.signal });
    }
    response.end();
  } catch (error) {
    // The reader went away while the file was being made.
    if (!gone.signal.aborted) throw error;
  }
}

/** As Python's servers write them: upper case. */
function reason(status: number): string {
  return (STATUS_CODES[status] ?? "UNKNOWN").toUpperCase();
}
