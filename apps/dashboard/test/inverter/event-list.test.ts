import { expect, test } from "vitest";
import { type DeviceEvent, mergeEvents } from "../../src/inverter/event-list.ts";

const event = (code: number, hour: number, active = false): DeviceEvent => ({
  code,
  category: "ERROR",
  categoryRaw: "error",
  group: null,
  description: null,
  longDescription: null,
  active,
  startTime: new Date(Date.UTC(2026, 5, 21, hour)).toISOString(),
  endTime: null,
  startTimeRaw: `2026-06-21T${hour}`,
  endTimeRaw: null,
});
const codes = (events: readonly DeviceEvent[]): number[] => events.map(({ code }) => code);

test("active ones first, then the later ones; one that comes again replaces itself", () => {
  const known = mergeEvents([], [event(1, 3), event(2, 9), event(3, 1, true)]);
  expect(codes(known)).toEqual([3, 2, 1]);
  const ended = mergeEvents(known, [event(3, 1), event(4, 5)]);
  expect(codes(ended)).toEqual([2, 4, 1, 3]);
  expect(codes(mergeEvents(ended, [event(2, 10)]))).toEqual([2, 2, 4, 1, 3]);
});

test("the list has an end", () => {
  const many = Array.from({ length: 300 }, (_, code) => event(code, 0));
  expect(mergeEvents(many, [event(999, 5)])).toHaveLength(100);
  expect(mergeEvents(many, [event(999, 5)])[0]?.code).toBe(999);
});
