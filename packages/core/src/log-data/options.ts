/** How logs are kept between the device and those who read them. */
export interface LogDataStorage {
  /** Folder of temporary files. Default: the system's. */
  readonly folder?: string;
  /** Most bytes of one log. Default 64 MiB; a year is about 20. */
  readonly maxBytes?: number;
  /** Most logs of one inverter at once. Default 4. */
  readonly maxLogs?: number;
  /** How long a log is kept while nobody reads it, in ms. Default 600 000. */
  readonly idleMs?: number;
  /** Up to which age a log serves those who begin to read, in ms. Default 300 000, the time from row to row. */
  readonly freshMs?: number;
  /** Longest silence of the device before and within its answer, in ms. Default 360 000. */
  readonly timeoutMs?: number;
}

export const logDataDefaults = {
  maxBytes: 64 * 1024 * 1024,
  maxLogs: 4,
  idleMs: 600_000,
  freshMs: 300_000,
  timeoutMs: 360_000,
} as const satisfies LogDataStorage;
