import { type Logger as PinoLogger, pino } from "pino";

export const logLevels = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof logLevels)[number];

type Fields = Readonly<Record<string, unknown>>;

/** Fields as a lambda cost nothing where the level is not logged. */
export type Log = (message: string, fields?: Fields | (() => Fields)) => void;

export interface Logger extends Readonly<Record<LogLevel, Log>> {
  /** Written at every level. */
  readonly always: Readonly<Record<"info" | "warn", Log>>;
  /** The same log under another name, like `http`. */
  named(namespace: string): Logger;
}

export interface LoggerOptions {
  /** The least that is written. */
  readonly level: LogLevel;
  /** Takes one line of JSON, with its newline. */
  readonly write: (line: string) => void;
  readonly now: () => number;
}

/** One line of JSON an entry: `level`, `time` (RFC 3339), `name`, `message`, and the entry's own fields. Callers never pass secrets. */
export function createLogger({ level, write, now }: LoggerOptions, namespace = "gateway"): Logger {
  const root = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return namedLogger(root, namespace);
}

function namedLogger(root: PinoLogger, name: string): Logger {
  const own = root.child({ name });
  const unfiltered = root.child({ name }, { level: "info" });
  const logAt =
    (logger: PinoLogger, level: LogLevel): Log =>
    (message, fields) => {
      if (!logger.isLevelEnabled(level)) return;
      // The message stands before what it is about, where people read.
      logger[level]({ message, ...(typeof fields === "function" ? fields() : fields) });
    };
  return {
    debug: logAt(own, "debug"),
    info: logAt(own, "info"),
    warn: logAt(own, "warn"),
    error: logAt(own, "error"),
    always: { info: logAt(unfiltered, "info"), warn: logAt(unfiltered, "warn") },
    named: (other) => namedLogger(root, other),
  };
}
