import type { OperationRequest, TransportAnswer } from "@plenticore/rest";
import { describe, expect, it } from "vitest";
import type { InverterConfig } from "../src/config.ts";
import { status } from "./fake-device.ts";
import { online, type SetUp } from "./one-inverter.ts";
import { timed } from "./passing-time.ts";

/** A device with one event, its clock set to `zone`; undefined: it has no such setting. */
async function device(
  zone: string | undefined,
  times: readonly [start: string, end: string | null] = ["2026-06-21T12:00:00", "2026-06-21T12:30:00"],
  change: Partial<InverterConfig> = {},
): Promise<SetUp> {
  const parts = await online(change);
  if (zone !== undefined) parts.device.settings.set("Timezone", zone);
  const [start_time, end_time] = times;
  const events = [
    {
      code: 1,
      category: "info",
      group: "x",
      description: "x",
      long_description: "x",
      is_active: false,
      start_time,
      end_time,
    },
  ];
  parts.device.intercept = ({ operation }: OperationRequest): TransportAnswer | undefined =>
    operation === "post_latest_events" ? { kind: "response", status: 200, headers: {}, body: events } : undefined;
  return parts;
}

async function times({ runtime, inverter }: SetUp): Promise<(string | null)[]> {
  const [event] = await timed(runtime, inverter.events(1, "en-gb"));
  if (event === undefined) throw new Error("no event");
  return [event.startTime, event.endTime].map((time) => (time === null ? null : new Date(time).toISOString()));
}

describe("the times of events", () => {
  it("are those of the zone that the device is set to, and kept as printed beside", async () => {
    const parts = await device("America/New_York");
    expect(await times(parts)).toEqual(["2026-06-21T16:00:00.000Z", "2026-06-21T16:30:00.000Z"]);
    const [event] = await timed(parts.runtime, parts.inverter.events(1, "en-gb"));
    expect(event).toMatchObject({ startTimeRaw: "2026-06-21T12:00:00", endTimeRaw: "2026-06-21T12:30:00" });
  });

  it.each([undefined, "", "CET-1CEST,M3.5.0,M10.5.0/3", "4", "Europe/Nowhere"])(
    "are those of the plant's zone where the device says %j",
    async (zone) => {
      expect(await times(await device(zone))).toEqual(["2026-06-21T10:00:00.000Z", "2026-06-21T10:30:00.000Z"]);
    },
  );

  it("are those of the plant's zone where this login may not read the device's", async () => {
    const parts = await device("America/New_York");
    const { intercept } = parts.device;
    const isZone = ({ operation, body }: OperationRequest) =>
      operation.includes("setting") && !JSON.stringify(body ?? "Timezone").includes("EnergySensor");
    parts.device.intercept = (request, authorized) =>
      isZone(request) && authorized ? status(401, "not authorized") : intercept(request, authorized);
    expect((await times(parts))[0]).toBe("2026-06-21T10:00:00.000Z");
  });

  it("are UTC where the configuration says so, and the device's zone is not asked for", async () => {
    const parts = await device("America/New_York", undefined, { eventTime: "utc" });
    const asked = parts.device.count("post_settings");
    expect((await times(parts))[0]).toBe("2026-06-21T12:00:00.000Z");
    expect(parts.device.count("post_settings")).toBe(asked);
  });

  it("cost one request for the zone a login", async () => {
    const parts = await device("America/New_York");
    const asked = parts.device.count("post_settings");
    for (let turn = 0; turn < 3; turn++) {
      await times(parts);
      await parts.runtime.advance(2_000);
    }
    expect(parts.device.count("post_settings")).toBe(asked + 1);
    parts.device.settings.set("Timezone", "Asia/Tokyo");
    await timed(parts.runtime, parts.inverter.control.reconnect());
    expect((await times(parts))[0]).toBe("2026-06-21T03:00:00.000Z");
  });

  it("an end in the hour that a clock shows twice is not before its start", async () => {
    const overlap = await device("Europe/Berlin", ["2026-10-25T02:50:00", "2026-10-25T02:10:00"]);
    expect(await times(overlap)).toEqual(["2026-10-25T00:50:00.000Z", "2026-10-25T01:10:00.000Z"]);
    const within = await device("Europe/Berlin", ["2026-10-25T02:10:00", "2026-10-25T02:50:00"]);
    expect(await times(within)).toEqual(["2026-10-25T00:10:00.000Z", "2026-10-25T00:50:00.000Z"]);
    const before = await device("Europe/Berlin", ["2026-10-25T01:59:59", null]);
    expect(await times(before)).toEqual(["2026-10-24T23:59:59.000Z", null]);
  });

  it("a time in the hour that a clock skips is the hour after", async () => {
    const parts = await device("Europe/Berlin", ["2026-03-29T02:30:00", "2026-03-29T03:40:00"]);
    expect(await times(parts)).toEqual(["2026-03-29T01:30:00.000Z", "2026-03-29T01:40:00.000Z"]);
  });
});
