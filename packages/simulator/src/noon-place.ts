import { HOUR } from "./model/zone.ts";
import type { SimulatorOptions } from "./types.ts";

/**
 * Where on earth it is between 11:30 and 12:30, by zone and by the sun: there a device with the right time shows sun, whatever the
 * hour, and its log, counters and events are of the same time as its reader's.
 * @param now ms since 1970
 */
export function noonPlace(now: number): Required<Pick<SimulatorOptions, "timeZone" | "longitude">> {
  const offset = Math.round(12 - ((now / HOUR) % 24));
  // The names of these zones count towards the west.
  const timeZone = offset === 0 ? "Etc/GMT" : `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
  return { timeZone, longitude: 15 * offset };
}
