import type { TransportFailure } from "@plenticore/rest";
import { type ErrorCode, PlenticoreError } from "./errors.ts";
import type { Secret } from "./secret.ts";

/** Whatever one request to a device can fail with, as the bindings tell it. */
export type DeviceFailure =
  | {
      readonly ok: false;
      readonly kind: "documented" | "undocumented";
      readonly status: number;
      readonly message?: string | undefined;
    }
  | TransportFailure;

export type Answer<Value> = { readonly ok: true; readonly value: Value } | DeviceFailure;

export interface FailureContext {
  readonly inverterId: string;
  /** For people: "reading process data". */
  readonly doing: string;
  /** What a 404 means for this operation. Default UNKNOWN_MODULE. */
  readonly notFound?: ErrorCode;
}

/** Statuses of a device that is starting or overloaded; a proxy before it answers 502 and 504 (FACTS 6, quirks 2 and 6). */
const busyStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

export const isBusy = (failure: DeviceFailure): boolean =>
  "status" in failure && failure.kind !== "invalid" && busyStatuses.has(failure.status);

export const isStatus = (failure: DeviceFailure, status: number): boolean =>
  (failure.kind === "documented" || failure.kind === "undocumented") && failure.status === status;

const unreachableCodes = {
  dns: "UNREACHABLE_DNS",
  refused: "UNREACHABLE_REFUSED",
  reset: "UNREACHABLE_RESET",
  timeout: "UNREACHABLE_TIMEOUT",
  tls: "UNREACHABLE_TLS",
  certificate: "CERTIFICATE_NOT_TRUSTED",
} as const satisfies Record<string, ErrorCode>;

/** What a device says is told to people, unless it repeats a secret. */
export function discreet<Failure extends DeviceFailure>(failure: Failure, secrets: readonly Secret[]): Failure {
  const said = "message" in failure ? failure.message : undefined;
  if (said === undefined || !secrets.some((secret) => secret.occursIn(said))) return failure;
  return { ...failure, message: "what it says repeats a secret and is withheld" };
}

/** Whether the request may have been done, though nobody heard of it. */
export const isAnswerLost = ({ code }: PlenticoreError): boolean =>
  code === "UNREACHABLE_TIMEOUT" || code === "UNREACHABLE_RESET";

/** The failure of a request that may have been done, with what is known of it. */
export function withOutcome(failure: PlenticoreError, outcome: string): PlenticoreError {
  const { code, message, inverterId } = failure;
  return new PlenticoreError(code, `${message}; ${outcome}`, {
    cause: failure,
    ...(inverterId !== undefined && { inverterId }),
  });
}

/** The coded error of a failed request. */
export function toError(
  failure: DeviceFailure,
  { inverterId, doing, notFound = "UNKNOWN_MODULE" }: FailureContext,
): PlenticoreError {
  const error = (code: ErrorCode, what: string, details = {}) =>
    new PlenticoreError(code, `${inverterId}: ${doing}: ${what}`, { inverterId, ...details });
  switch (failure.kind) {
    case "unreachable":
      return error(
        unreachableCodes[failure.reason],
        failure.message,
        failure.certificate === undefined ? {} : { certificate: failure.certificate },
      );
    case "invalid":
      return error("BAD_ANSWER", failure.message);
    case "tooLarge":
      return error("ANSWER_TOO_LARGE", failure.message);
    case "cancelled":
      return error("CANCELLED", "cancelled");
    case "documented":
    case "undocumented":
      return statusError(failure.status, failure.message, notFound, error);
  }
}

function statusError(
  status: number,
  message: string | undefined,
  notFound: ErrorCode,
  error: (code: ErrorCode, what: string) => PlenticoreError,
): PlenticoreError {
  const said = message === undefined ? `status ${status}` : `status ${status}, "${message}"`;
  if (busyStatuses.has(status)) return error("DEVICE_BUSY", `the inverter is busy (${said})`);
  if (status === 401 || status === 403) return error("FORBIDDEN_FOR_ROLE", `refused to this login (${said})`);
  if (status === 404 && notFound === "BAD_ANSWER")
    return error(notFound, `no inverter's API is at this url (${said}); check the url`);
  if (status === 404) return error(notFound, `not found (${said})`);
  if (status >= 300 && status < 400)
    return error("BAD_ANSWER", `answered with a redirect, which is not followed (${said})`);
  if (status >= 500) return error("DEVICE_ERROR", `the inverter failed (${said})`);
  return error("BAD_ANSWER", `refused the request (${said})`);
}
