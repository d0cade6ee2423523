/** Stable codes of what a caller of the simulator did wrong, or what its machine refused. */
export type SimulatorErrorCode =
  /** An option or a field of `set` is not valid; the message names it. */
  | "BAD_OPTION"
  /** The port is taken. */
  | "PORT_IN_USE"
  /** The address can't be listened on. */
  | "CANNOT_LISTEN";

export class SimulatorError extends Error {
  override readonly name = "SimulatorError";
  readonly code: SimulatorErrorCode;

  constructor(code: SimulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function isSimulatorError(error: unknown): error is SimulatorError {
  return error instanceof SimulatorError;
}
