import type { OperationId } from "./generated/index.ts";

/** How to reach one inverter. A wrong option is a TypeError of `createRestClient`. */
export interface RestOptions {
  /** `http://192.168.1.50` or `https://…`, without credentials and query; `/api/v1` is added. */
  readonly url: string;
  /** For https only. Default: the certificate must be valid by the CAs that Node trusts, which a device's own never is. */
  readonly tls?: TlsOptions;
  /** Limit of one call in ms: connecting, headers and body; of a stream until its headers, then between two chunks. Default 15 000. */
  readonly timeoutMs?: number;
  /** Limit of an answer's body in bytes; streams have one only where the call names it. Default 4 MiB. */
  readonly maxBytes?: number;
  /** Connections at once; more calls wait for one. Default 2. */
  readonly connections?: number;
  /** Other paths for operations, each starting with "/", below `/api/v1`. Default: those of the specification. */
  readonly paths?: Readonly<Partial<Record<OperationId, string>>>;
}

/** One of the two. */
export interface TlsOptions {
  /** SHA-256 of the certificate in hexadecimal, with or without colons: this certificate and no other, even self-signed or expired. */
  readonly fingerprint256?: string;
  /** Takes any certificate: encrypted, but to whom is not known. Default false. */
  readonly insecure?: boolean;
}

export const defaults = { timeoutMs: 15_000, maxBytes: 4 * 1024 * 1024, connections: 2 } as const;

/** The options after checking, with defaults filled in. */
export interface CheckedOptions {
  readonly origin: string;
  /** Of the URL, without a slash at the end. */
  readonly pathPrefix: string;
  /** What a shown certificate must be; `undefined` for http. */
  readonly trust: Trust | undefined;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly connections: number;
}

/** `fingerprint256` is upper case hexadecimal without colons. */
export type Trust =
  | { readonly kind: "pinned"; readonly fingerprint256: string }
  | { readonly kind: "anything" }
  | { readonly kind: "authorities" };

export function checkOptions(options: RestOptions): CheckedOptions {
  const url = URL.parse(options.url);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new TypeError("url: must be an http or https URL");
  if (url.username !== "" || url.password !== "") throw new TypeError("url: must not hold credentials");
  if (url.search !== "" || url.hash !== "") throw new TypeError("url: must not hold a query or fragment");
  return {
    origin: url.origin,
    pathPrefix: url.pathname.replace(/\/+$/, ""),
    trust: url.protocol === "https:" ? checkTls(options.tls ?? {}) : refuseTls(options.tls),
    timeoutMs: positive("timeoutMs", options.timeoutMs ?? defaults.timeoutMs),
    maxBytes: positive("maxBytes", options.maxBytes ?? defaults.maxBytes),
    connections: positive("connections", options.connections ?? defaults.connections),
  };
}

function checkTls(tls: TlsOptions): Trust {
  const { fingerprint256, insecure = false } = tls;
  if (fingerprint256 === undefined) return insecure ? { kind: "anything" } : { kind: "authorities" };
  if (insecure) throw new TypeError("tls: fingerprint256 and insecure exclude each other");
  const digits = fingerprint256.replaceAll(":", "").toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits))
    throw new TypeError("tls.fingerprint256: must be a SHA-256 fingerprint, 64 hexadecimal digits");
  return { kind: "pinned", fingerprint256: digits };
}

function refuseTls(tls: TlsOptions | undefined): undefined {
  // A pin that silently guards nothing would be worse than an error.
  if (tls?.fingerprint256 !== undefined) throw new TypeError("tls.fingerprint256: needs an https url");
}

/** Throws TypeError unless the value is a whole number above 0. */
export function positive(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value <= 0) throw new TypeError(`${name}: must be a whole number above 0`);
  return value;
}
