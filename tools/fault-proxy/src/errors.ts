export type FaultProxyErrorCode =
  /** A toxic or an option that can't be; the message names the field. */
  | "BAD_TOXIC"
  | "BAD_OPTION"
  /** No toxic of this name is in force. */
  | "UNKNOWN_TOXIC"
  /** The address can't be listened on. */
  | "CANNOT_LISTEN";

export class FaultProxyError extends Error {
  override readonly name = "FaultProxyError";
  readonly code: FaultProxyErrorCode;

  constructor(code: FaultProxyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
