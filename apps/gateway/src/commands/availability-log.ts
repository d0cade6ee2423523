import type { Availability, AvailabilityState } from "@plenticore/core";
import type { Logger } from "../log.ts";

/** Nobody but a person can end these: each is told, also in the middle of an outage. */
const wantsAPerson: ReadonlySet<AvailabilityState> = new Set(["UNAUTHORIZED", "LOCKED"]);

/**
 * Tells the log of each inverter that goes and comes: one line down and one line up an outage, however often it is looked
 * for and whatever keeps it away meanwhile, which is told at `debug`.
 */
export function availabilityLog(log: Logger): (inverterId: string, availability: Availability) => void {
  const { debug, info, warn } = log.named("inverters");
  /** As told last. */
  const away = new Map<string, Availability>();
  return (inverterId, availability) => {
    const { state, code, reason, since } = availability;
    const message = `${inverterId} is ${state}`;
    const told = away.get(inverterId);
    if (state === "ONLINE") {
      away.delete(inverterId);
      info(message, { inverterId, state, ...(told && { awaySeconds: Math.round((since - told.since) / 1000) }) });
    } else if (state === "DISABLED") {
      away.set(inverterId, availability);
      info(message, { inverterId, state });
    } else if (code === null) {
      // Somebody has it tried anew.
      away.delete(inverterId);
      debug(message, { inverterId, state });
    } else if (told === undefined || (wantsAPerson.has(state) && told.state !== state)) {
      away.set(inverterId, { ...availability, since: told?.since ?? since });
      warn(message, { inverterId, state, code, reason });
    } else {
      debug(message, { inverterId, state, code, reason });
    }
  };
}
