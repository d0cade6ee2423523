import type { Problem } from "../failure/problem.ts";
import type { Period } from "./period.ts";

export interface DownloadOptions {
  readonly inverterId: string;
  readonly period: Period;
  /** Goes into a header: an address is kept by browsers and proxies. */
  readonly key: string | undefined;
  readonly signal: AbortSignal;
  /** Bytes that have come. */
  readonly onProgress: (bytes: number) => void;
  readonly fetch: typeof globalThis.fetch;
}

/** Why there is no file. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  readonly code: Problem["code"];

  constructor(code: Problem["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * An inverter's log as it prints it.
 *
 * @throws DownloadError with the gateway's code; NOT_GRAPHQL where somebody else answered; GATEWAY_UNREACHABLE where the
 * connection broke: half a file is none
 */
export async function downloadLog(options: DownloadOptions): Promise<Blob> {
  const { inverterId, period, key, signal, onProgress, fetch } = options;
  const query = new URLSearchParams({ begin: period.begin, end: period.end });
  const headers: HeadersInit = key === undefined ? {} : { authorization: `Bearer ${key}` };
  try {
    const path = `/inverters/${encodeURIComponent(inverterId)}/logdata.tsv?${query}`;
    const response = await fetch(path, { headers, signal });
    if (!response.ok) throw await errorOf(response);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      parts.push(part.value);
      bytes += part.value.length;
      onProgress(bytes);
    }
    return new Blob(parts, { type: "text/tab-separated-values" });
  } catch (error) {
    if (signal.aborted || error instanceof DownloadError) throw error;
    throw new DownloadError("GATEWAY_UNREACHABLE", error instanceof Error ? error.message : "the connection broke");
  }
}

interface Refusal {
  readonly errors?: readonly { readonly message?: string; readonly extensions?: { readonly code?: Problem["code"] } }[];
}

/** The gateway tells failures as GraphQL does. */
async function errorOf(response: Response): Promise<DownloadError> {
  const body: unknown = await response.json().catch(() => undefined);
  const [error] = (body as Refusal | undefined)?.errors ?? [];
  const told = `${response.status} ${response.statusText}`.trim();
  return new DownloadError(error?.extensions?.code ?? "NOT_GRAPHQL", error?.message ?? told);
}
