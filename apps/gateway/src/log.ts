export const logLevels = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof logLevels)[number];

type Fields = Readonly<Record<string, unknown>>;

/** Fields as a lambda cost nothing where the level is not logged. */
export type Log = (message: string, fields?: Fields | (() => Fields)) => void;

export interface Logger extends Readonly<Record<LogLevel, Log>> {
  /** Written at every level, as `info`. */
  readonly always: Log;
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

/** One line of JSON an entry: `time` (RFC 3339), `level`, `name`, `message`, and the entry's own fields. Callers never pass secrets. */
export function createLogger(options: LoggerOptions, namespace = "gateway"): Logger {
  const logAt = (level: LogLevel): Log =>
    logLevels.indexOf(level) < logLevels.indexOf(options.level) ? () => undefined : writeAt(level);
  const writeAt =
    (level: LogLevel): Log =>
    (message, fields) => {
      const time = new Date(options.now()).toISOString();
      const more = typeof fields === "function" ? fields() : fields;
      options.write(`${JSON.stringify({ time, level, name: namespace, message, ...more })}\n`);
    };
  return {
    debug: logAt("debug"),
    info: logAt("info"),
    warn: logAt("warn"),
    error: logAt("error"),
    always: writeAt("info"),
    named: (name) => createLogger(options, name),
  };
}
