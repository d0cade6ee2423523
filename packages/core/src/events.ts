import type { Event } from "@plenticore/rest";
import { PlenticoreError } from "./errors.ts";
import type { DeviceEvent, EventCategory } from "./types.ts";
import { zonedTime } from "./zoned-time.ts";

const categories: ReadonlyMap<string, EventCategory> = new Map([
  ["info", "INFO"],
  ["warning", "WARNING"],
  ["error", "ERROR"],
]);

/** An event as the device printed it, its times read as those of `timeZone`. @throws PlenticoreError BAD_ANSWER */
export function deviceEvent(event: Event, timeZone: string, inverterId: string): DeviceEvent {
  const startTime = zonedTime(event.start_time, timeZone);
  if (startTime === undefined) {
    throw new PlenticoreError("BAD_ANSWER", `${inverterId}: event ${event.code}: start_time is no time`, {
      inverterId,
    });
  }
  const endTimeRaw = event.end_time ?? null;
  return {
    code: event.code,
    category: categories.get(event.category.toLowerCase()) ?? "UNKNOWN",
    categoryRaw: event.category,
    group: cleaned(event.group),
    description: cleaned(event.description),
    longDescription: cleaned(event.long_description),
    active: event.is_active,
    startTime,
    endTime: endTimeRaw === null ? null : (zonedTime(endTimeRaw, timeZone) ?? null),
    startTimeRaw: event.start_time,
    endTimeRaw,
  };
}

/** Devices print the word "None" for no text, and newlines after one (FACTS 2.4). */
function cleaned(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === "" || trimmed === "None" ? null : trimmed;
}
