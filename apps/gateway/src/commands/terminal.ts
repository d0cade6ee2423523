import { isPlenticoreError } from "@plenticore/core";
import { CommanderError } from "commander";
import { ConfigurationError, describeMistake } from "../config/mistakes.ts";

/** Where a command reads and writes. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command's own output, for people and pipes. */
  readonly out: (text: string) => void;
  /** Log lines and errors. */
  readonly err: (text: string) => void;
  /** Ms since epoch. */
  readonly now: () => number;
}

/** `error CODE: message`, one line each, without stack traces. */
export function describeFailure(error: unknown): string[] {
  if (error instanceof ConfigurationError) {
    return error.mistakes.map((mistake) => errorLine("CONFIGURATION_INVALID", describeMistake(mistake)));
  }
  if (error instanceof CommanderError) return [errorLine("BAD_INPUT", describeUsage(error))];
  if (isPlenticoreError(error)) return [errorLine(error.code, error.message)];
  return [errorLine("INTERNAL", error instanceof Error ? error.message : "unknown error")];
}

const describeUsage = ({ code, message }: CommanderError): string =>
  code === "commander.help"
    ? "a command is missing: --help lists them"
    : withoutValues(message.replace(/^error: /, ""));

/** What follows a mistyped flag may be a secret. */
const withoutValues = (message: string): string => message.replaceAll(/(--?[\w-]+)=[^'"]*/g, "$1=…");

const errorLine = (code: string, message: string): string => `error ${code}: ${message.replace(/\s*\n\s*/g, " ")}`;
