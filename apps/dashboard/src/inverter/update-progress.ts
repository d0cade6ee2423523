import type { UpdatePartsFragment, UpdateProgressSubscription } from "@plenticore/client";
import type { Newest } from "../data/context.tsx";

/** What is known of an update, and when it came, on the page's clock. */
export interface KnownUpdate {
  readonly update: UpdatePartsFragment;
  /** `now()` of data/clock.ts. */
  readonly receivedAt: number;
}

/** Seconds between two looks at the device: few while there is something to see. */
export const pace = { idle: 30, running: 2 } as const;

export const runs = ({ progress }: UpdatePartsFragment): boolean => progress.status !== "idle";

/**
 * The newest word of an update, whether it was asked for or a feed brought it: each pace is a feed of its own, and the slow one's
 * last word may be of the time when the fast one had not begun. A feed that tells nothing takes nothing away.
 */
export function newestUpdate(
  known: KnownUpdate,
  feeds: readonly (Newest<UpdateProgressSubscription> | undefined)[],
): KnownUpdate {
  let newest = known;
  for (const feed of feeds) {
    const update = feed?.data.update.update ?? undefined;
    if (feed !== undefined && update !== undefined && feed.receivedAt > newest.receivedAt) {
      newest = { update, receivedAt: feed.receivedAt };
    }
  }
  return newest;
}
