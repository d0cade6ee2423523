import { type ErrorCode, type ErrorDetails, PlenticoreError } from "@plenticore/core";

/** Why the configuration can't be changed as asked. `path` names what is wrong, in the input or in the file; null: the file as a whole. */
export class ConfigurationProblem extends PlenticoreError {
  readonly path: string | null;

  constructor(code: ErrorCode, path: string | null, message: string, details?: ErrorDetails) {
    super(code, message, details);
    this.path = path;
  }
}

/** The running configuration is in no file, or in one that can't be written. */
export const configurationReadOnly = (reason: string, cause?: unknown): ConfigurationProblem =>
  new ConfigurationProblem("CONFIGURATION_READ_ONLY", null, `the configuration can't be changed: ${reason}`, { cause });
