import { GatewayError, isGatewayError, unreachable } from "../errors.ts";

/** What a WebSocket that ended means; docs/live.md of the gateway is the source of the codes. */
export interface Ending {
  readonly error: GatewayError;
  /** Null: connecting again would end the same. Else not before so many ms, beside the back-off. */
  readonly againAfterMs: number | null;
}

/** 4403, a key that was changed, is none for ever: it may only see more or less now, and one that is revoked gets 4401 next. */
export function endingOf(code: number, reason: string): Ending {
  const why = reason === "" ? `code ${code}` : `${reason} (code ${code})`;
  if (code === 4401) {
    return never(new GatewayError("UNAUTHENTICATED", `the gateway refused the key: ${why}`, { retryable: false }));
  }
  if (code === 1009) {
    const message = `a message was longer than the gateway takes: ${why}`;
    return never(new GatewayError("LIMIT_EXCEEDED", message, { retryable: false }));
  }
  if (protocolCodes.has(code)) {
    return never(
      new GatewayError("PROTOCOL", `gateway and client do not understand each other: ${why}`, { retryable: false }),
    );
  }
  const againAfterMs = waits[code] ?? 0;
  const isLimit = code in waits;
  return {
    error: new GatewayError(
      isLimit ? "LIMIT_EXCEEDED" : "GATEWAY_UNREACHABLE",
      isLimit ? `over a limit of the gateway: ${why}` : `the connection ended: ${why}`,
      { retryable: true, retryAfterMs: isLimit ? againAfterMs : null },
    ),
    againAfterMs,
  };
}

const never = (error: GatewayError): Ending => ({ error, againAfterMs: null });

/** No message of the protocol, none of the gateway's, an id twice, a second init, a subprotocol that isn't spoken. */
const protocolCodes: ReadonlySet<number> = new Set([1002, 1003, 1007, 4004, 4005, 4400, 4406, 4409, 4429]);

/** Too slow a reader, too many messages (in the 10 s after also other sockets are refused), too many sockets. */
const waits: Readonly<Record<number, number>> = { 4413: 1000, 4414: 10_000, 4415: 5000 };

/** Of a key that could not be had. */
export function endingBy(cause: unknown): Ending {
  const error = isGatewayError(cause) ? cause : unreachable(cause);
  return { error, againAfterMs: error.retryable ? (error.retryAfterMs ?? 0) : null };
}
