import type { InverterLivePartsFragment } from "@plenticore/client";

/** What a card shows of the newest values. */
export interface LivePartProps {
  /** The last that are known; undefined before the first. */
  readonly live: InverterLivePartsFragment | undefined;
  readonly stale: boolean;
  /** When they were read, in words: told where they are stale. */
  readonly age: string;
}
