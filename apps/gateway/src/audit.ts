import type { ErrorCode, WriteOutcome } from "@plenticore/core";
import type { Logger } from "./log.ts";

/** One thing that a write was to change. Null: not known, or not set. */
export interface AuditChange {
  readonly setting: string;
  readonly before: unknown;
  /** What the inverter holds now, as far as it was read back. */
  readonly after: unknown;
  readonly outcome: WriteOutcome;
}

/** One write, or the attempt of one. */
export interface AuditEntry {
  /** The mutation. */
  readonly action: string;
  /** The key's name. */
  readonly key: string;
  /** Null: it concerns none of the configuration. */
  readonly inverterId: string | null;
  /** What was asked for, without secrets. */
  readonly wanted?: unknown;
  readonly changes?: readonly AuditChange[];
  readonly outcome: "DONE" | ErrorCode;
  readonly reason?: string;
}

export type Audit = (entry: AuditEntry) => void;

/** One line a write, whatever became of it and whatever else is logged. */
export const createAudit =
  (log: Logger): Audit =>
  ({ outcome, ...entry }) =>
    log.always.info("write", { ...entry, outcome });
