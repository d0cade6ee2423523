/** What can go wrong in a login on this side of the wire; what the other side answers is an outcome, not an error. */
export type HandshakeErrorCode =
  /** A message breaks the protocol: the text names message and member, never the value. */
  | "BAD_MESSAGE"
  /** The given secret can't be used: empty, or without a UTF-8 form. */
  | "BAD_CREDENTIALS"
  /** An option is outside its range. */
  | "BAD_OPTIONS"
  /** A step was taken twice or too early: a login is good for one pass. */
  | "OUT_OF_ORDER"
  /** The other side doesn't know the secret. Nothing encrypted was sent. */
  | "SERVER_SIGNATURE_MISMATCH";

/** The only error thrown by this package. Holds no secret and nothing that was received. */
export class HandshakeError extends Error {
  override readonly name = "HandshakeError";
  readonly code: HandshakeErrorCode;

  constructor(code: HandshakeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const isHandshakeError = (error: unknown): error is HandshakeError => error instanceof HandshakeError;
