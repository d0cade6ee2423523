/** The device's log is not laid out as logs are; `column` is the one that tells. */
export class LogDataLayoutError extends Error {
  override readonly name = "LogDataLayoutError";
  readonly column: string;

  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}
