import type { OperationRequest, TransportAnswer } from "@plenticore/rest";
import { describe, expect, it } from "vitest";
import { type FakeDevice, status } from "./fake-device.ts";
import { online, type SetUp } from "./one-inverter.ts";
import { timed } from "./passing-time.ts";

const event = {
  code: 5014,
  category: "info",
  group: "Information",
  description: "None",
  long_description: "Reduction of AC power.\n",
  is_active: false,
  start_time: "2026-06-21T12:00:00",
  end_time: "2026-06-21T12:30:00",
};
const listed = [
  {
    moduleid: "devices:local",
    settings: [
      { id: "Battery:MinSoc", type: "byte", access: "readwrite", unit: "%", min: "5", max: "100", default: null },
      {
        id: "Properties:SerialNo",
        type: "string",
        access: "readonly",
        unit: null,
        min: null,
        max: null,
        default: null,
      },
    ],
  },
];

const ok = (body: unknown): TransportAnswer => ({ kind: "response", status: 200, headers: {}, body });

/** The masks of the requests for one operation; undefined: for everything. */
interface Masked extends SetUp {
  readonly masks: (string | undefined)[];
}

const masked = (object: object, mask: string) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => mask.split(/[,{}]/).includes(name)));

/** A device that lists events and settings, in parts where it is asked for parts. */
async function device(swVersion = "01.26.09454"): Promise<Masked> {
  const masks: (string | undefined)[] = [];
  const parts = await online();
  const answer = (request: OperationRequest): TransportAnswer | undefined => {
    if (request.operation === "get_version") {
      return ok({ name: "PUCK RESTful API", hostname: "scb", api_version: "0.2.0", sw_version: swVersion });
    }
    const isEvents = request.operation === "get_latest_events" || request.operation === "post_latest_events";
    if (!isEvents && request.operation !== "get_setting_list") return undefined;
    const mask = request.headers["X-Fields"];
    masks.push(mask);
    if (isEvents) return ok([mask === undefined ? event : masked(event, mask)]);
    if (mask === undefined) return ok(listed);
    return ok(
      listed.map(({ moduleid, settings }) => ({
        moduleid,
        ...(mask.includes("settings") && { settings: settings.map((one) => masked(one, mask)) }),
      })),
    );
  };
  parts.device.intercept = (request, authorized) =>
    authorized || request.operation === "get_version" ? answer(request) : undefined;
  // The device is contacted anew, so that its version is the one above.
  parts.device.forgetSessions();
  await timed(parts.runtime, parts.inverter.control.reconnect());
  await timed(parts.runtime, parts.inverter.live({ maxAgeMs: 0 }));
  return { ...parts, masks };
}

describe("events of which only parts are wanted", () => {
  it.each([
    [["code"], "code"],
    [["startTimeRaw"], "code,start_time"],
    [["endTime"], "code,end_time,start_time"],
    [["category", "categoryRaw", "active"], "category,code,is_active"],
    [[], "code"],
  ] as const)("%j are asked for as %s", async (fields, mask) => {
    const { runtime, inverter, masks } = await device();
    const events = await timed(runtime, inverter.events(3, "en-gb", { fields }));
    expect(masks).toEqual([mask]);
    expect(events.map((one) => Object.keys(one))).toEqual([[...fields]]);
  });

  it("are asked for without a mask where a mask would name everything", async () => {
    const { runtime, inverter, masks } = await device();
    await timed(runtime, inverter.events(3, undefined));
    expect(masks).toEqual([undefined]);
  });

  it("are not asked for where everything was answered just now, and don't answer for everything themselves", async () => {
    const { runtime, inverter, masks } = await device();
    const fields = ["description", "longDescription"] as const;
    expect(await timed(runtime, inverter.events(3, "en-gb", { fields }))).toEqual([
      { description: null, longDescription: "Reduction of AC power." },
    ]);
    const [whole] = await timed(runtime, inverter.events(3, "en-gb"));
    expect(whole).toMatchObject({ code: 5014, startTimeRaw: event.start_time, group: "Information" });
    await timed(runtime, inverter.events(3, "en-gb", { fields: ["code"] }));
    expect(masks).toEqual(["code,description,long_description", undefined]);
  });

  it.each(["02.20.21395", "03.06.01.20869"])("are asked for whole on firmware %s", async (swVersion) => {
    const { runtime, inverter, masks } = await device(swVersion);
    expect(await timed(runtime, inverter.events(3, "en-gb", { fields: ["code"] }))).toEqual([{ code: 5014 }]);
    expect(masks).toEqual([undefined]);
  });

  it("that lack what was asked for are a failure that names it", async () => {
    const parts = await device();
    const { intercept } = parts.device;
    parts.device.intercept = (request, authorized) =>
      request.operation === "post_latest_events" ? ok([{ code: 7 }]) : intercept(request, authorized);
    const read = timed(parts.runtime, parts.inverter.events(3, "en-gb", { fields: ["active"] }));
    await expect(read).rejects.toMatchObject({
      code: "BAD_ANSWER",
      message: "garage: event 7: is_active can't be read",
    });
  });
});

describe("setting descriptions of which only parts are wanted", () => {
  const count = (parts: Masked, operation: Parameters<FakeDevice["count"]>[0]) => parts.device.count(operation);

  it("are asked for in parts, once", async () => {
    const parts = await device();
    const { runtime, inverter, masks } = parts;
    const users = count(parts, "get_user");
    const fields = ["id", "unit", "description"] as const;
    const first = await timed(runtime, inverter.settingDescriptions(undefined, { fields }));
    expect(first[0]?.settings[0]).toEqual({
      id: "Battery:MinSoc",
      unit: "%",
      description: expect.stringMatching(/./) as string,
    });
    await timed(runtime, inverter.settingDescriptions(["devices:local"], { fields: ["id"] }));
    expect(masks).toEqual(["moduleid,settings{id,unit}"]);
    expect(count(parts, "get_user")).toBe(users);
  });

  it.each([
    [["writable"], "moduleid,settings{access,id}"],
    [[], "moduleid"],
  ] as const)("%j are asked for as %s", async (fields, mask) => {
    const { runtime, inverter, masks } = await device();
    const modules = await timed(runtime, inverter.settingDescriptions(undefined, { fields }));
    expect(masks).toEqual([mask]);
    expect(modules.map(({ moduleId }) => moduleId)).toEqual(["devices:local"]);
    expect(modules[0]?.settings[0]).toEqual(fields.length === 0 ? undefined : { writable: "YES" });
  });

  it("lead to one more reading at most, of everything, by whoever needs more", async () => {
    const { runtime, inverter, masks } = await device();
    const read = (...fields: ("id" | "min" | "max")[]) => inverter.settingDescriptions(undefined, { fields });
    await timed(runtime, read("id"));
    await timed(runtime, read("id", "min"));
    await timed(runtime, read("id", "max"));
    await timed(runtime, inverter.settingDescriptions());
    expect(masks).toEqual(["moduleid,settings{id}", undefined]);
  });

  it("never stand for the whole list: what is checked before a write is everything", async () => {
    const { runtime, inverter, masks } = await device();
    await timed(runtime, inverter.settingDescriptions(undefined, { fields: ["id"] }));
    const write = timed(runtime, inverter.control.setMinSoc(200));
    await expect(write).rejects.toMatchObject({ code: "OUT_OF_RANGE", setting: { max: "100" } });
    expect(masks).toEqual(["moduleid,settings{id}", undefined]);
  });

  it("are taken from the whole list where that is kept or on its way", async () => {
    const { runtime, inverter, masks } = await device();
    const whole = inverter.settingDescriptions();
    const part = inverter.settingDescriptions(undefined, { fields: ["id"] });
    await timed(runtime, Promise.all([whole, part]));
    await timed(runtime, inverter.settingDescriptions(undefined, { fields: ["type"] }));
    expect(masks).toEqual([undefined]);
  });

  it("are asked for anew after a new login", async () => {
    const { runtime, inverter, masks } = await device();
    const read = () => timed(runtime, inverter.settingDescriptions(undefined, { fields: ["id"] }));
    await read();
    await timed(runtime, inverter.control.reconnect());
    await read();
    expect(masks).toEqual(["moduleid,settings{id}", "moduleid,settings{id}"]);
  });

  it("are asked for whole on later generations", async () => {
    const { runtime, inverter, masks } = await device("02.20.21395");
    await timed(runtime, inverter.settingDescriptions(undefined, { fields: ["id"] }));
    expect(masks).toEqual([undefined]);
  });

  it("that fail are not kept", async () => {
    const parts = await device();
    const { intercept } = parts.device;
    parts.device.intercept = ({ operation }) => (operation === "get_setting_list" ? status(500) : undefined);
    const read = () => timed(parts.runtime, parts.inverter.settingDescriptions(undefined, { fields: ["id"] }));
    await expect(read()).rejects.toMatchObject({ code: "DEVICE_ERROR" });
    parts.device.intercept = intercept;
    expect((await read())[0]?.settings).toHaveLength(2);
  });
});
