import type { Availability } from "@plenticore/core";
import type { Logger } from "../log.ts";

/** Tells the log of each inverter that comes, goes, or can't be logged in to. */
export function availabilityLog(log: Logger): (inverterId: string, availability: Availability) => void {
  const { info, warn } = log.named("inverters");
  return (inverterId, { state, code, reason }) => {
    if (code === null || state === "DISABLED") info(`${inverterId} is ${state}`, { inverterId, state });
    else warn(`${inverterId} is ${state}`, { inverterId, state, code, reason });
  };
}
