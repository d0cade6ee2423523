import { isUtf8 } from "node:buffer";

export const answeredHtml = "answered HTML, not JSON";

/** Whether the first sign is that of a tag. */
export function startsLikeHtml(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*</.test(Buffer.from(bytes.subarray(0, 1024)).toString("utf8"));
}

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/**
 * Parses a body; an empty one is `undefined`. The content type is not asked: devices and proxies name wrong ones.
 * The message tells what kind of text it is and quotes nothing of it, since it may hold secrets.
 */
export function parseJson(bytes: Buffer): Parsed {
  // Bytes that were changed on the way must not become another id or text: JSON is UTF-8, or none (RFC 8259).
  if (!isUtf8(bytes)) return { ok: false, message: "answered bytes that are no UTF-8" };
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, message: describeText(text) };
  }
}

function describeText(text: string): string {
  if (/^\s*</.test(text)) return answeredHtml;
  const opened = /^\s*[[{]/.test(text);
  if (opened && !/[\]}]\s*$/.test(text)) return "answered JSON that breaks off";
  if (/(^|[[{,:\s])(NaN|-?Infinity)([\]},\s]|$)/.test(text)) return "answered NaN or Infinity, which JSON has not";
  return "answered something that is not JSON";
}
