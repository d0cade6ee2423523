import type { IncomingMessage } from "node:http";
import { basePath } from "@plenticore/rest";

const MAX_BODY_BYTES = 1_048_576;

/** Path without base path and query; undefined outside of the API. Doubled slashes are accepted (FACTS 2). */
export function apiPath(url: string): { readonly pathname: string; readonly query: URLSearchParams } | undefined {
  const [rawPath = "", ...rest] = url.split("?");
  const path = rawPath.replaceAll(/\/{2,}/g, "/");
  if (!path.startsWith(`${basePath}/`)) return undefined;
  return { pathname: path.slice(basePath.length), query: new URLSearchParams(rest.join("?")) };
}

/** The id in `Authorization: Session <id>`. */
export function sessionIdOf(request: IncomingMessage): string | undefined {
  return /^Session\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

/** The body's text; undefined for one that is too large. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const bytes: AsyncIterable<Buffer> = request;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

export type ParsedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** An empty body is no body. */
export function parseBody(text: string): ParsedBody {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
