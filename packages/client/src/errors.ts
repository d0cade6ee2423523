import type { ErrorCode } from "./generated/types.ts";

/**
 * What goes wrong before the gateway can tell a code of its own. ABORTED: by the caller's signal. CLOSED: the client was
 * closed. TIMEOUT: no answer within `timeoutMs`. GATEWAY_UNREACHABLE: no connection, or it broke. NOT_GRAPHQL: something
 * else answers at the url. PROTOCOL: gateway and client do not understand each other.
 */
export type ClientErrorCode = "ABORTED" | "CLOSED" | "TIMEOUT" | "GATEWAY_UNREACHABLE" | "NOT_GRAPHQL" | "PROTOCOL";

/** A part of an answer that could not be given; docs/errors.md tells meaning and cure of each code. */
export interface FieldError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The field that is null for it, e.g. `["inverters", 3, "live"]`; empty where it is the whole answer. */
  readonly path: readonly (string | number)[];
  /** Null where it is no inverter's. */
  readonly inverterId: string | null;
  /** Whether the same request may succeed later with nothing changed by anybody. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  /** Where the gateway traces: what its operator finds the request by. */
  readonly traceId: string | null;
}

interface Details {
  readonly retryable: boolean;
  readonly retryAfterMs?: number | null;
  readonly errors?: readonly FieldError[];
  readonly cause?: unknown;
}

/** A request that has no answer at all, or a subscription that can't go on. Holds no key. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: ErrorCode | ClientErrorCode;
  /** Whether the same request may succeed later with nothing changed by anybody; never true of a mutation that may have been carried out. */
  readonly retryable: boolean;
  /** Null where nobody told. */
  readonly retryAfterMs: number | null;
  /** As the gateway told them; empty where it told nothing. */
  readonly errors: readonly FieldError[];

  constructor(code: ErrorCode | ClientErrorCode, message: string, details: Details) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.errors = details.errors ?? [];
  }

  /** Of the first inverter that is named. */
  get inverterId(): string | null {
    return this.errors.find(({ inverterId }) => inverterId !== null)?.inverterId ?? null;
  }

  get traceId(): string | null {
    return this.errors.find(({ traceId }) => traceId !== null)?.traceId ?? null;
  }
}

export const isGatewayError = (error: unknown): error is GatewayError => error instanceof GatewayError;

/** All that the gateway told as the one error of a request. */
export function errorOf(errors: readonly FieldError[]): GatewayError {
  const [first] = errors;
  if (first === undefined) return notGraphQL("an answer with neither data nor errors");
  const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  const waits = errors.map(({ retryAfterMs }) => retryAfterMs ?? 0);
  return new GatewayError(first.code, `${first.message}${more}`, {
    retryable: errors.every(({ retryable }) => retryable),
    retryAfterMs: errors.some(({ retryAfterMs }) => retryAfterMs !== null) ? Math.max(...waits) : null,
    errors,
  });
}

export const notGraphQL = (found: string): GatewayError =>
  new GatewayError("NOT_GRAPHQL", `the url gave ${found}: is it the gateway's?`, { retryable: false });

export const unknownOutcome = "; it is not known whether it was carried out: read back before it is sent again";

export const unreachable = (cause: unknown, isWrite = false): GatewayError =>
  new GatewayError("GATEWAY_UNREACHABLE", `no connection to the gateway, or it broke${isWrite ? unknownOutcome : ""}`, {
    retryable: !isWrite,
    cause,
  });
