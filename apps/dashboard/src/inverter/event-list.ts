import type { DeviceEventPartsFragment } from "@plenticore/client";

export type DeviceEvent = DeviceEventPartsFragment;

/** What tells an event apart from others: it comes again when it ends. */
export const eventKey = ({ code, startTimeRaw }: DeviceEvent): string => `${code}/${startTimeRaw}`;

/** How many are kept: more than a device tells at once. */
const most = 100;

/** Events by what is newest of each: what is active first, then the later ones. */
export function mergeEvents(known: readonly DeviceEvent[], newer: readonly DeviceEvent[]): DeviceEvent[] {
  const all = new Map([...known, ...newer].map((event) => [eventKey(event), event]));
  return [...all.values()]
    .sort(
      (one, other) =>
        Number(other.active) - Number(one.active) || Date.parse(other.startTime) - Date.parse(one.startTime),
    )
    .slice(0, most);
}
