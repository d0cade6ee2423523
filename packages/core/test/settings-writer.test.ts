import type { TransportAnswer } from "@plenticore/rest";
import { describe, expect, it } from "vitest";
import { unreachable } from "./fake-device.ts";
import { online, type SetUp } from "./one-inverter.ts";
import { timed } from "./passing-time.ts";

const ok = (body: unknown): TransportAnswer => ({ kind: "response", status: 200, headers: {}, body });
const listing = (id: string, type: string) => ({
  id,
  type,
  access: "readwrite",
  unit: null,
  min: null,
  max: null,
  default: null,
});
const listed = [
  {
    moduleid: "devices:local",
    settings: [
      listing("Battery:MinSoc", "byte"),
      listing("Battery:TimeControl:ConfMon", "string"),
      listing("Battery:TimeControl:Enable", "bool"),
      listing("Site:Code", "string"),
    ],
  },
];

type Put = (take: () => void) => TransportAnswer | ReturnType<typeof unreachable>;

/** A device that holds settings; `put` says whether it takes a write (by calling `take`), and what it answers. */
async function holding(settings: Record<string, string>, put: Put = (take) => (take(), ok([]))): Promise<SetUp> {
  const parts = await online();
  const { device } = parts;
  for (const [id, value] of Object.entries(settings)) device.settings.set(id, value);
  device.intercept = ({ operation, body }, authorized) => {
    if (!authorized) return undefined;
    if (operation === "get_setting_list") return ok(listed);
    if (operation !== "put_settings") return undefined;
    return put(() => {
      for (const module of body as { settings: { id: string; value: string }[] }[]) {
        for (const { id, value } of module.settings) device.settings.set(id, value);
      }
    });
  };
  return parts;
}

const write = ({ runtime, inverter }: SetUp, settings: Record<string, string>) =>
  timed(
    runtime,
    inverter.control.writeSettings([
      { moduleId: "devices:local", settings: Object.entries(settings).map(([id, value]) => ({ id, value })) },
    ]),
  );

describe.each(["timeout", "reset"] as const)("a write whose answer is lost (%s)", (reason) => {
  it("is read back, and told as done where the device took it", async () => {
    const parts = await holding({ "Battery:MinSoc": "5" }, (take) => (take(), unreachable(reason)));
    expect(await write(parts, { "Battery:MinSoc": "30" })).toMatchObject([
      { settings: [{ outcome: "APPLIED", before: "5", value: "30" }] },
    ]);
    expect(parts.device.count("put_settings")).toBe(1);
    expect(parts.inverter.availability.state).toBe("ONLINE");
  });

  it("is read back, not repeated, and told as failed where the device did not take it", async () => {
    const parts = await holding({ "Battery:MinSoc": "5" }, () => unreachable(reason));
    await expect(write(parts, { "Battery:MinSoc": "30" })).rejects.toMatchObject({
      code: `UNREACHABLE_${reason.toUpperCase()}`,
      message: expect.stringContaining("read back") as string,
    });
    expect(parts.device.requests.slice(-3)).toEqual(["post_settings", "put_settings", "post_settings"]);
    expect(parts.inverter.availability.state).toBe("ONLINE");
  });

  it("is done where the device holds already what was wanted", async () => {
    const parts = await holding({ "Battery:MinSoc": "30" }, () => unreachable(reason));
    expect(await write(parts, { "Battery:MinSoc": "30" })).toMatchObject([{ settings: [{ outcome: "UNCHANGED" }] }]);
  });

  it("counts the device as away where it can't be read back either", async () => {
    const parts = await holding({ "Battery:MinSoc": "5" });
    const { intercept } = parts.device;
    let gone = false;
    parts.device.intercept = (request, authorized) => {
      gone ||= request.operation === "put_settings";
      return gone ? unreachable(reason) : intercept(request, authorized);
    };
    await expect(write(parts, { "Battery:MinSoc": "30" })).rejects.toMatchObject({
      code: `UNREACHABLE_${reason.toUpperCase()}`,
      message: expect.stringContaining("not known") as string,
    });
    expect(parts.device.count("put_settings")).toBe(1);
    expect(parts.inverter.availability.state).toBe("OFFLINE");
  });
});

describe("what became of a write", () => {
  const evening = `${"2".repeat(95)}0`;
  const night = "2".repeat(96);

  it("is told to the last quarter hour of a day's plan", async () => {
    const plan = "Battery:TimeControl:ConfMon";
    expect(await write(await holding({ [plan]: evening }), { [plan]: night })).toMatchObject([
      { settings: [{ outcome: "APPLIED" }] },
    ]);
    const deaf = await holding({ [plan]: evening }, () => ok([]));
    expect(await write(deaf, { [plan]: night })).toMatchObject([{ settings: [{ outcome: "IGNORED" }] }]);
  });

  it("is told of texts sign by sign, and of numbers by their value", async () => {
    const deaf = await holding({ "Site:Code": "7", "Battery:MinSoc": "30.0" }, () => ok([]));
    expect(await write(deaf, { "Site:Code": "007", "Battery:MinSoc": "30" })).toMatchObject([
      { settings: [{ outcome: "IGNORED" }, { outcome: "UNCHANGED" }] },
    ]);
  });
});
