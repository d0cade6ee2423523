/**
 * What a server answers when it refuses, as seen on devices where known (PROTOCOL.md tells which).
 * The texts are part of the wire: clients compare some of them.
 */
export const refusals = {
  BAD_MESSAGE: { status: 400, message: "Bad request" },
  UNKNOWN_USER: { status: 400, message: "Invalid user" },
  USER_LOCKED: { status: 403, message: "User is locked" },
  UNKNOWN_TRANSACTION: { status: 400, message: "Invalid authentication transaction" },
  AUTHENTICATION_FAILED: { status: 400, message: "authentication failed" },
  WRONG_SERVICE_CODE: { status: 400, message: "authentication failed" },
} as const;

export type RefusalReason = keyof typeof refusals;

export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** HTTP status that devices give. */
  readonly status: 400 | 403;
  readonly message: string;
}

export const refuse = (reason: RefusalReason): Refusal => ({ ok: false, reason, ...refusals[reason] });
