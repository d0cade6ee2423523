import { errors } from "undici";
import type { ShownCertificate, TransportFailure, Unreachable } from "./generated/index.ts";

/** The reason why a streamed answer broke off: what a `ReadableStream` of this package fails with. */
export class StreamError extends Error {
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = "StreamError";
    this.failure = failure;
  }
}

/** The server's certificate is not the one wanted; raised while connecting, before a request is sent. */
export class CertificateError extends Error {
  readonly certificate: ShownCertificate;

  constructor(message: string, certificate: ShownCertificate) {
    super(message);
    this.name = "CertificateError";
    this.certificate = certificate;
  }
}

const reasons: Readonly<Record<string, Unreachable["reason"]>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  EHOSTDOWN: "refused",
  ENETUNREACH: "refused",
  ENETDOWN: "refused",
  EADDRNOTAVAIL: "refused",
  EACCES: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "reset",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  EPROTO: "tls",
};

const messages: Readonly<Record<Unreachable["reason"], string>> = {
  dns: "the host name was not found",
  refused: "the connection was refused",
  reset: "the connection broke off",
  timeout: "no answer in time",
  tls: "no TLS connection came about",
  certificate: "the certificate was refused",
};

/** Names what the network did; `undefined` for an error that is none of the network's: a mistake of the program. */
export function failureOf(error: unknown): TransportFailure | undefined {
  if (error instanceof CertificateError) return unreachable("certificate", error.message, error.certificate);
  if (error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError) return notHttp();
  const code = codeOf(error);
  if (code === undefined || code.startsWith("UND_ERR_INVALID") || code.startsWith("ERR_INVALID")) return undefined;
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return cancelled("the client was closed");
  const tls = code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS");
  const reason = reasons[code] ?? (tls ? "tls" : "reset");
  return unreachable(reason, `${messages[reason]} (${code})`);
}

function notHttp(): TransportFailure {
  return { ok: false, kind: "invalid", status: 0, pointer: "", message: "answered something that is not HTTP" };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === "string") {
    // undici wraps a broken socket; the system's own code says more.
    const inner = code === "UND_ERR_SOCKET" ? codeOf(error.cause) : undefined;
    return inner !== undefined && Object.hasOwn(reasons, inner) ? inner : code;
  }
  return codeOf(error.cause);
}

export function unreachable(
  reason: Unreachable["reason"],
  message: string,
  certificate?: ShownCertificate,
): Unreachable {
  return { ok: false, kind: "unreachable", reason, message, ...(certificate === undefined ? {} : { certificate }) };
}

export function cancelled(message: string): TransportFailure {
  return { ok: false, kind: "cancelled", message };
}

export function tooLarge(limitBytes: number): TransportFailure {
  return { ok: false, kind: "tooLarge", limitBytes, message: `the answer is longer than ${limitBytes} bytes` };
}
