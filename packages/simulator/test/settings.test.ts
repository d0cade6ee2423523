import { describe, expect, test } from "vitest";
import { type ProfileName, profileNames } from "../src/index.ts";
import { opened } from "./support/devices.ts";

const LOCAL = "devices:local";
const BUSY = { message: "internal communication error, try again later" };

type Metadata = readonly {
  readonly moduleid: string;
  readonly settings: readonly Readonly<
    Record<"id" | "access" | "type" | "min" | "max" | "unit" | "default", string | null>
  >[];
}[];

describe.each(profileNames)("%s", (profile) => {
  test("every setting that is listed can be read, as text, sorted by id", async () => {
    const { session } = await opened({ profile });
    const list = (await session.send("/settings")).json<Metadata>();
    let read = 0;
    for (const { moduleid, settings } of list) {
      const ids = settings.map(({ id }) => id ?? "");
      expect(ids).toEqual(ids.toSorted());
      for (const { id, access, type, min } of settings) {
        expect(access).toMatch(/^(readonly|readwrite)$/);
        expect(type).toBeTypeOf("string");
        expect(min === null || typeof min === "string", id ?? "").toBe(true);
      }
      const readable = profile === "plenticore-g3" ? ids.filter((id) => !/String\dFeatures/.test(id)) : ids;
      const answer = await session.send("/settings", { body: [{ moduleid, settingids: readable.toReversed() }] });
      const [module] = answer.json<{ settings: { id: string; value: string }[] }[]>();
      expect(module?.settings.map(({ id }) => id)).toEqual(readable);
      for (const { value } of module?.settings ?? []) expect(value).toBeTypeOf("string");
      read += readable.length;
    }
    expect(read).toBeGreaterThan(40);
  });

  test("says what it is", async () => {
    const { session } = await opened({ profile });
    expect(await session.setting(LOCAL, "Properties:SerialNo")).toMatch(/^\d{8}$/);
    expect(await session.setting(LOCAL, "Properties:VersionMC")).toBe(" 01.46");
    expect(await session.setting(LOCAL, "Inverter:MaxApparentPower")).toMatch(/^\d+\.0$/);
    expect(await session.setting(LOCAL, "EnergySensor:InstalledSensor")).toBe("3");
    expect(await session.setting(LOCAL, "Battery:Type")).toBe(profile === "piko-iq-g1" ? "0" : "4");
  });

  test("one unknown id costs the whole batch", async () => {
    const { session } = await opened({ profile });
    const body = [
      { moduleid: LOCAL, settingids: ["Properties:SerialNo"] },
      { moduleid: "scb:time", settingids: ["NTPuse", "Nothing:Here"] },
    ];
    const answer = await session.send("/settings", { body });
    expect([answer.status, answer.json()]).toEqual([503, BUSY]);
    expect((await session.send("/settings", { body: body.slice(0, 1) })).status).toBe(200);
  });

  test("GET /settings/{module} does not work, as on devices", async () => {
    const { session } = await opened({ profile });
    expect((await session.send(`/settings/${LOCAL}`)).status).toBe(401);
    const other = await opened({ profile, behaviour: { moduleSettings: "works" } });
    const answer = await other.session.send("/settings/scb:time");
    expect(answer.json<{ id: string }[]>().map(({ id }) => id)).toEqual(["NTPservers", "NTPuse", "Timezone"]);
  });
});

test("verified metadata is printed as the device printed it", async () => {
  const { session } = await opened();
  const list = (await session.send("/settings")).json<Metadata>();
  const of = (moduleid: string, id: string) =>
    list.find((module) => module.moduleid === moduleid)?.settings.find((setting) => setting.id === id);
  const none = { default: null, unit: null };
  expect(of(LOCAL, "Properties:PowerId")).toEqual({
    ...none,
    id: "Properties:PowerId",
    access: "readonly",
    type: "uint32",
    min: "0",
    max: "100000",
  });
  expect(of(LOCAL, "Battery:MinSoc")).toEqual({
    ...none,
    id: "Battery:MinSoc",
    access: "readwrite",
    type: "byte",
    min: "5",
    max: "100",
    unit: "%",
  });
  expect(of("scb:network", "Hostname")).toEqual({
    ...none,
    id: "Hostname",
    access: "readwrite",
    type: "string",
    min: "1",
    max: "63",
  });
});

test.each<[ProfileName, string, string, number]>([
  ["plenticore-plus-g1", "Hostname", "Network:Hostname", 404],
  ["piko-iq-g1", "Hostname", "Network:Hostname", 404],
  ["plenticore-g2", "Network:Hostname", "Hostname", 200],
  ["plenticore-g3", "Network:Hostname", "Hostname", 200],
])("%s calls its name %s and knows no %s", async (profile, known, unknown, status) => {
  const { simulator, session } = await opened({ profile });
  expect(await session.setting("scb:network", known)).toBe("scb");
  const answer = await session.send(`/settings/scb:network/${unknown}`);
  expect(answer.status).toBe(status);
  if (status === 200) expect(answer.json()).toEqual([]);
  await session.put("scb:network", known, "garage");
  expect((await session.send("/info/version")).json()).toMatchObject({ hostname: "garage" });
  expect(simulator.stats().requests.put_settings).toBe(1);
});

test("G3 fails without JSON on settings that it lists itself", async () => {
  const { session } = await opened({ profile: "plenticore-g3" });
  const settingids = ["Properties:SerialNo", "Properties:String0Features"];
  const batch = await session.send("/settings", { body: [{ moduleid: LOCAL, settingids }] });
  const single = await session.send(`/settings/${LOCAL}/Properties:String0Features`);
  for (const answer of [batch, single]) {
    expect(answer.status).toBe(500);
    expect(() => answer.json()).toThrow(SyntaxError);
  }
});

describe("writing", () => {
  test("is read back, and effective in the order of the request", async () => {
    const { session } = await opened();
    const settings = [
      { id: "Generator:ShadowMgmt:Enable", value: "0" },
      { id: "Battery:MinSoc", value: "10" },
      { id: "Battery:MinSoc", value: "35" },
    ];
    const answer = await session.send("/settings", { method: "PUT", body: [{ moduleid: LOCAL, settings }] });
    expect(answer.status).toBe(200);
    expect(await session.setting(LOCAL, "Battery:MinSoc")).toBe("35");
  });

  test.each([
    ["read only", "Properties:SerialNo", "4711"],
    ["below its minimum", "Battery:MinSoc", "4"],
    ["above its maximum", "Battery:MinSoc", "101"],
    ["no number", "Battery:MinSoc", "many"],
    ["the installer's", "Battery:ExternControl", "2"],
    ["a plan that is too short", "Battery:TimeControl:ConfMon", "0".repeat(95)],
    ["a plan with unknown digits", "Battery:TimeControl:ConfMon", "9".repeat(96)],
  ])("%s: 200, and nothing happens", async (_, id, value) => {
    const { session } = await opened();
    const before = await session.setting(LOCAL, id);
    const answer = await session.put(LOCAL, id, value);
    expect(answer.status).toBe(200);
    expect(await session.setting(LOCAL, id)).toBe(before);
  });

  test("the answer is not always the new value", async () => {
    const asked = (id: string, value: string) => [{ moduleid: LOCAL, settings: [{ id, value }] }];
    const g1 = await opened();
    expect((await g1.session.put(LOCAL, "Battery:MinSoc", "3")).json()).toEqual(asked("Battery:MinSoc", "3"));
    const g2 = await opened({ profile: "plenticore-g2" });
    expect((await g2.session.put(LOCAL, "Battery:MinSoc", "20")).json()).toEqual(asked("Battery:MinSoc", "5"));
    expect(await g2.session.setting(LOCAL, "Battery:MinSoc")).toBe("20");
    const stored = await opened({ behaviour: { putAnswer: "stored" } });
    expect((await stored.session.put(LOCAL, "Battery:MinSoc", "3")).json()).toEqual(asked("Battery:MinSoc", "5"));
  });

  test("refusals are options of the profile", async () => {
    const behaviour = { readonlyWrite: 403, outOfRangeWrite: 400, installerWrite: 401 } as const;
    const { session } = await opened({ behaviour });
    expect((await session.put(LOCAL, "Properties:SerialNo", "1")).status).toBe(403);
    expect((await session.put(LOCAL, "Battery:MinSoc", "1")).status).toBe(400);
    expect((await session.put(LOCAL, "Battery:ManualCharge", "1")).status).toBe(401);
  });

  test("the installer may write more", async () => {
    const { session } = await opened({ masterKey: "key" }, { username: "master", secret: "key" });
    await session.put(LOCAL, "Battery:ManualCharge", "1");
    expect(await session.setting(LOCAL, "Battery:ManualCharge")).toBe("1");
  });

  test("an unknown id writes nothing of the batch", async () => {
    const { session } = await opened();
    const settings = [
      { id: "Battery:MinSoc", value: "50" },
      { id: "Nothing:Here", value: "1" },
    ];
    const answer = await session.send("/settings", { method: "PUT", body: [{ moduleid: LOCAL, settings }] });
    expect(answer.status).toBe(503);
    expect(await session.setting(LOCAL, "Battery:MinSoc")).toBe("5");
  });

  test("values must be texts, and modules must exist", async () => {
    const { session } = await opened();
    const body = [{ moduleid: LOCAL, settings: [{ id: "Battery:MinSoc", value: 10 }] }];
    const answer = await session.send("/settings", { method: "PUT", body });
    expect(answer.status).toBe(400);
    expect(answer.json<{ message: string }>().message).toContain("/body/0/settings/0/value");
    expect((await session.put("scb:nothing", "Battery:MinSoc", "10")).status).toBe(404);
  });
});

describe("X-Fields", () => {
  test("masks on G1, in lists and nested", async () => {
    const { session } = await opened();
    const masked = async (path: string, mask: string) =>
      (await session.send(path, { headers: { "X-Fields": mask } })).json<Record<string, unknown>[]>();
    expect(await masked(`/settings/${LOCAL}/Battery:MinSoc`, "{value}")).toEqual([{ value: "5" }]);
    expect(await masked("/events/latest", "code,group")).toContainEqual({
      code: expect.any(Number),
      group: expect.any(String),
    });
    const [module] = await masked("/settings", "moduleid,settings{id,type}");
    expect(Object.keys(module ?? {}).toSorted()).toEqual(["moduleid", "settings"]);
    expect(module?.["settings"]).toContainEqual({ id: "Battery:MinSoc", type: "byte" });
  });

  test("a mask that is not well formed is refused", async () => {
    const { session } = await opened();
    expect((await session.send("/settings", { headers: { "X-Fields": "{id" } })).status).toBe(400);
  });

  test("is ignored by newer firmware, and on operations that have none", async () => {
    const g2 = await opened({ profile: "plenticore-g2" });
    const options = { headers: { "X-Fields": "value" } };
    const setting = await g2.session.send(`/settings/${LOCAL}/Battery:MinSoc`, options);
    expect(setting.json()).toEqual([{ id: "Battery:MinSoc", value: "5" }]);
    const g1 = await opened();
    expect((await g1.session.send("/modules", { headers: { "X-Fields": "{" } })).status).toBe(200);
  });
});
