import type { ErrorCode } from "./errors.ts";

/**
 * What one inverter was asked and what came of it, since its connection was opened: plain figures for whoever measures.
 * Reading them asks nobody.
 */
export interface InverterFigures {
  /** Tasks that wait for their turn at the device, and the one that has it. */
  readonly queueLength: number;
  /** Requests that were sent, those of logins left out. */
  readonly requests: number;
  /** Requests that were sent again: the device was busy, broke the connection, or had lost the session. */
  readonly retries: number;
  /** Sessions that were opened. */
  readonly logins: number;
  /** Requests and logins that failed for good, by code; one that was given up on purpose is none. */
  readonly failures: ReadonlyMap<ErrorCode, number>;
  /** Readings of process data, each one request where nothing has to be asked apart. */
  readonly polls: number;
  /** How long all of them took, in seconds, from their turn to their last answer. */
  readonly pollSeconds: number;
  /** Since any process data arrived, in seconds. Null: never. */
  readonly valueAgeSeconds: number | null;
}

/** Where the parts of a connection count. */
export class RequestCounts {
  requests = 0;
  retries = 0;
  logins = 0;
  polls = 0;
  pollMs = 0;
  readonly failures = new Map<ErrorCode, number>();

  failed(code: ErrorCode): void {
    if (code !== "CANCELLED") this.failures.set(code, (this.failures.get(code) ?? 0) + 1);
  }
}
