import { PlenticoreError } from "../errors.ts";
import type { LivePace } from "./types.ts";

export const DEFAULT_EVERY_MS = 5_000;
const DEFAULT_FLOOR_MS = 1_000;
const DEFAULT_HEARTBEAT_MS = 30_000;

/** The paces that a fleet's watchers can have; whole ms, so that they meet on the grid. */
export class Paces {
  readonly floorMs: number;
  readonly heartbeatMs: number;

  constructor({ floorMs = DEFAULT_FLOOR_MS, heartbeatMs = DEFAULT_HEARTBEAT_MS }: LivePace = {}) {
    this.floorMs = wholeMs(floorMs);
    this.heartbeatMs = heartbeatMs;
  }

  /** A wished pace, raised to the floor. @throws PlenticoreError BAD_INPUT */
  of(everyMs: number): number {
    if (!Number.isFinite(everyMs) || everyMs < 0) {
      throw new PlenticoreError("BAD_INPUT", "a pace must be a number of at least 0");
    }
    return Math.max(this.floorMs, wholeMs(everyMs));
  }
}

const wholeMs = (ms: number): number => Math.max(1, Math.ceil(ms));
