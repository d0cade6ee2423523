import type { Event, Masked } from "@plenticore/rest";
import { PlenticoreError } from "./errors.ts";
import type { DeviceEvent, EventCategory } from "./types.ts";
import { zonedTime } from "./zoned-time.ts";

const categories: ReadonlyMap<string, EventCategory> = new Map([
  ["info", "INFO"],
  ["warning", "WARNING"],
  ["error", "ERROR"],
]);

/** How one field is made of what the device prints: of which of its fields, and what; undefined where that is not there or no such thing. */
interface EventField<Value> {
  readonly of: readonly (keyof Event)[];
  read(event: Masked<Event>, timeZone: string): Value | undefined;
}

const printedFields: { readonly [Field in keyof DeviceEvent]: EventField<DeviceEvent[Field]> } = {
  code: { of: ["code"], read: ({ code }) => code },
  category: {
    of: ["category"],
    read: ({ category }) =>
      category === undefined ? undefined : (categories.get(category.toLowerCase()) ?? "UNKNOWN"),
  },
  categoryRaw: { of: ["category"], read: ({ category }) => category },
  group: { of: ["group"], read: ({ group }) => cleaned(group) },
  description: { of: ["description"], read: ({ description }) => cleaned(description) },
  longDescription: { of: ["long_description"], read: ({ long_description }) => cleaned(long_description) },
  active: { of: ["is_active"], read: ({ is_active }) => is_active },
  startTime: {
    of: ["start_time"],
    read: ({ start_time }, timeZone) => (start_time === undefined ? undefined : zonedTime(start_time, timeZone)),
  },
  endTime: {
    // An hour that a clock shows twice is told by the start: nothing ends before it.
    of: ["start_time", "end_time"],
    read: ({ start_time, end_time }, timeZone) => {
      if (typeof end_time !== "string") return null;
      const startTime = start_time === undefined ? undefined : zonedTime(start_time, timeZone);
      return zonedTime(end_time, timeZone, startTime) ?? null;
    },
  },
  startTimeRaw: { of: ["start_time"], read: ({ start_time }) => start_time },
  endTimeRaw: { of: ["end_time"], read: ({ end_time }) => end_time ?? null },
};

/** All fields of an event. */
export const deviceEventFields = Object.keys(printedFields) as readonly (keyof DeviceEvent)[];

const timeFields: ReadonlySet<keyof DeviceEvent> = new Set(["startTime", "endTime"]);

/** Whether any of these fields depends on the zone of the device's clock. */
export const needTimeZone = (fields: readonly (keyof DeviceEvent)[]): boolean =>
  fields.some((field) => timeFields.has(field));

/** The fields mask for these fields, `code,start_time`; undefined where it would name all. */
export function eventsMask(fields: readonly (keyof DeviceEvent)[]): string | undefined {
  const all = new Set(deviceEventFields.flatMap((field) => printedFields[field].of));
  // Something must be asked for also of whom only the number of events is wanted.
  const named = new Set(["code", ...fields.flatMap((field) => printedFields[field].of)]);
  return named.size === all.size ? undefined : [...named].toSorted().join(",");
}

/** These fields of an event as the device printed it, its times read as those of `timeZone`. @throws PlenticoreError BAD_ANSWER */
export function deviceEvent<Field extends keyof DeviceEvent>(
  event: Masked<Event>,
  fields: readonly Field[],
  timeZone: string,
  inverterId: string,
): Pick<DeviceEvent, Field> {
  const entries = fields.map((field) => {
    const value = printedFields[field].read(event, timeZone);
    if (value === undefined) {
      const printed = printedFields[field].of.join(", ");
      throw new PlenticoreError("BAD_ANSWER", `${inverterId}: event ${event.code}: ${printed} can't be read`, {
        inverterId,
      });
    }
    return [field, value] as const;
  });
  return Object.fromEntries(entries) as unknown as Pick<DeviceEvent, Field>;
}

/** Devices print the word "None" for no text, and newlines after one (FACTS 2.4). */
function cleaned(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === "" || trimmed === "None" ? null : trimmed;
}
