import { type ErrorCode, type ErrorDetails, PlenticoreError } from "@plenticore/core";

/** Why the configuration can't be changed as asked. `path` names what is wrong, in the input or in the file; null: the file as a whole. */
export class ConfigurationProblem extends PlenticoreError {
  readonly path: string | null;

  constructor(code: ErrorCode, path: string | null, message: string, details?: ErrorDetails) {
    super(code, message, details);
    this.path = path;
  }
}

/**
 * For who may not see all plants: what is wrong, without the file's lines, the id of another inverter, and numbers that
 * count plants and inverters. Any other error as it is.
 */
export function withoutPlaces(error: PlenticoreError): PlenticoreError {
  if (!(error instanceof ConfigurationProblem) || error.code !== "CONFIGURATION_INVALID") return error;
  const { code, message, path } = error;
  const [first = ""] = message.split("\n");
  const told = uncounted(first.replace(/^.*?:\d+:\d+: /, ""));
  return new ConfigurationProblem(code, path && uncounted(path), told, { cause: error });
}

const uncounted = (text: string): string =>
  text
    .replaceAll(/\b(plants|inverters)\[\d+\]/g, "$1[…]")
    .replace(/".*" (?=has this address already)/, "another inverter ");

/** Of two entries for one device: it would count double in its plant, and be asked by two queues at once. */
export const hasAddress = (other: string): string =>
  `"${other}" has this address already: an inverter is configured once`;

/** The running configuration is in no file, or in one that can't be written. */
export const configurationReadOnly = (reason: string, cause?: unknown): ConfigurationProblem =>
  new ConfigurationProblem("CONFIGURATION_READ_ONLY", null, `the configuration can't be changed: ${reason}`, { cause });
