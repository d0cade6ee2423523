import { Secret } from "@plenticore/core";
import type { ProfileName } from "@plenticore/simulator";
import { describe, expect, it } from "vitest";
import { answers, inverterConfig, startDevice, startFleet, startRig, until } from "./rig.ts";

const withBattery: readonly ProfileName[] = ["plenticore-plus-g1", "plenticore-g2", "plenticore-g3"];
const local = (settings: Record<string, string>) => [
  { moduleId: "devices:local", settings: Object.entries(settings).map(([id, value]) => ({ id, value })) },
];

describe.each(withBattery)("writing settings of a %s", (profile) => {
  it("takes a value, reads it back, and never asks two things at once meanwhile", async () => {
    const { inverter, simulator } = await startRig({ profile, latencyMs: 5 });
    await inverter.settingDescriptions();
    simulator.reset();
    const [written] = await Promise.all([
      inverter.control.writeSettings(local({ "Battery:MinSoc": "25", "Battery:MinHomeComsumption": "150" })),
      inverter.live({ maxAgeMs: 0 }),
      inverter.events(2, "en-gb"),
    ]);
    expect(written).toEqual([
      {
        moduleId: "devices:local",
        settings: [
          { id: "Battery:MinSoc", outcome: "APPLIED", value: "25", before: "5" },
          { id: "Battery:MinHomeComsumption", outcome: "APPLIED", value: "150", before: expect.any(String) },
        ],
      },
    ]);
    expect(simulator.stats()).toMatchObject({ maxConcurrent: 1, requests: { put_settings: 1 } });
    expect((await inverter.capabilities()).battery?.minSoc?.value).toBe(25);
    const again = await inverter.control.setMinSoc(25);
    expect(again[0]?.settings[0]).toMatchObject({ outcome: "UNCHANGED" });
  });

  it.each([
    ["an unknown module", [{ moduleId: "devices:nowhere", settings: [{ id: "X", value: "1" }] }], "UNKNOWN_MODULE"],
    ["an unknown id", local({ Nonsense: "1" }), "UNKNOWN_ID"],
    ["one for reading only", local({ "Properties:SerialNo": "1" }), "READ_ONLY"],
    ["too much", local({ "Battery:MinSoc": "101" }), "OUT_OF_RANGE"],
    ["too little", local({ "Battery:MinSoc": "4" }), "OUT_OF_RANGE"],
    ["no number", local({ "Battery:MinSoc": "lots" }), "WRONG_TYPE"],
    ["nothing", [], "BAD_INPUT"],
  ])("sends nothing for %s", async (_name, modules, code) => {
    const { inverter, simulator } = await startRig({ profile });
    await expect(inverter.control.writeSettings(modules)).rejects.toMatchObject({ code, inverterId: "garage" });
    expect(simulator.stats().requests.put_settings ?? 0).toBe(0);
  });

  it("sets the battery's week plan and reads the same ranges back", async () => {
    const { inverter } = await startRig({ profile });
    const ranges = [
      { from: "00:00", to: "06:15", modeCode: 2 },
      { from: "22:30", to: "24:00", modeCode: 1 },
    ];
    const { outcome } = await inverter.control.setBatteryTimePlan({ enabled: true, days: [{ day: "MONDAY", ranges }] });
    expect(outcome).toBe("APPLIED");
    const plan = await inverter.batteryTimePlan();
    expect(plan?.enabled).toBe(true);
    expect(
      plan?.days.find(({ day }) => day === "MONDAY")?.ranges.map(({ from, to, modeCode }) => [from, to, modeCode]),
    ).toEqual([
      ["00:00", "06:15", 2],
      ["06:15", "22:30", 0],
      ["22:30", "24:00", 1],
    ]);
    expect(plan?.days.find(({ day }) => day === "SUNDAY")?.ranges).toHaveLength(1);
  });
});

describe("writing", () => {
  it("tells a write that the device takes and forgets", async () => {
    const { inverter } = await startRig({ behaviour: {} });
    const [written] = await inverter.control.writeSettings(local({ "Battery:ExternControl": "2" }));
    expect(written?.settings[0]).toMatchObject({ outcome: "IGNORED" });
  });

  it("is read back, not repeated, when its answer got lost", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.settingDescriptions();
    simulator.set({ fault: { kind: "nothing", operations: ["put_settings"], times: 1 } });
    await expect(inverter.control.setMinSoc(30)).rejects.toMatchObject({ code: "UNREACHABLE_RESET" });
    expect(simulator.stats().requests.put_settings).toBe(1);
    simulator.set({ fault: { kind: "lost", operations: ["put_settings"], times: 1 } });
    const [written] = await inverter.control.setMinSoc(30);
    expect(written?.settings).toMatchObject([{ before: "5", value: "30", outcome: "APPLIED" }]);
    expect(simulator.stats().requests.put_settings).toBe(2);
  });

  it("sets shadow management on the strings that have it, and names one that has not", async () => {
    const { inverter } = await startRig();
    const [written] = await inverter.control.setShadowManagement([2]);
    expect(written?.settings).toMatchObject([
      { id: "Generator:ExtModuleControl:Enable", value: "0" },
      { id: "Generator:ShadowMgmt:Enable", value: "2" },
    ]);
    expect((await inverter.capabilities()).shadowManagement).toMatchObject({ strings: [1, 2], enabled: [2] });
    await expect(inverter.control.setShadowManagement([1, 6])).rejects.toMatchObject({
      code: "OUT_OF_RANGE",
      setting: { settingId: "Generator:ShadowMgmt:Enable" },
    });
  });

  it("is refused where the inverter or the fleet is read-only", async () => {
    const { inverter, simulator } = await startRig({}, { readOnly: true });
    const { control } = inverter;
    const attempts = [
      () => control.setMinSoc(20),
      () => control.setShadowManagement([1]),
      () => control.setBatteryTimePlan({ enabled: true, days: [] }),
      () => control.setBatteryLimits({ maxCharge: 100, forMs: 60_000 }),
      () => control.setPassword(new Secret("another one")),
      () => control.reboot(),
      () => control.restoreFactorySettings(),
      () => control.startUpdate(),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "READ_ONLY" });
    expect(simulator.stats().requests).toEqual({});
  });
});

const installer = { masterKey: "8AXY-99", serviceCode: "4711" };
const login = {
  user: "master",
  masterKey: new Secret(installer.masterKey),
  serviceCode: new Secret(installer.serviceCode),
} as const;

describe("battery limits", () => {
  it.each<[ProfileName, setUp: Record<string, string>]>([
    ["plenticore-g3", {}],
    ["plenticore-plus-g1", { "Battery:ExternControl": "2" }],
  ])("that nobody renews, as after a kill -9, are ended by the fallback of a %s", async (profile, setUp) => {
    let now = Date.parse("2025-06-21T06:30:00Z");
    const { inverter } = await startRig(
      { profile, ...installer, time: now, now: () => now, speed: 1, cloud: 0 },
      { credentials: login },
    );
    const charging = async () => -((await inverter.live({ maxAgeMs: 0 })).battery?.power ?? Number.NaN);
    if (Object.keys(setUp).length > 0) await inverter.control.writeSettings(local(setUp));
    expect(await charging()).toBeGreaterThan(500);
    await inverter.control.setBatteryLimits({ maxCharge: 100, forMs: 3_600_000 });
    now += 179_000;
    expect(await charging()).toBeCloseTo(100, 3);
    now += 2_000;
    expect(await charging()).toBeGreaterThan(500);
  });

  it("are a lease on a G3: refused twice, ended at shutdown with what holds without them", async () => {
    const { inverter, fleet, simulator } = await startRig({ profile: "plenticore-g3" });
    const { limits, outcome } = await inverter.control.setBatteryLimits({
      maxCharge: 500,
      maxDischarge: 0,
      forMs: 60_000,
    });
    expect(outcome).toBe("APPLIED");
    expect(inverter.control.batteryLimits).toEqual(limits);
    await expect(inverter.control.setBatteryLimits({ maxCharge: 1, forMs: 1_000 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    await fleet.close();
    const after = startFleet([inverterConfig("after", simulator)]);
    const [module] =
      (await after
        .inverter("after")
        ?.settings([
          { moduleId: "devices:local", ids: ["Battery:Limit:Charge_P", "Battery:Limit:FallbackCharge_P"] },
        ])) ?? [];
    expect(module?.settings[0]?.value).toBe(module?.settings[1]?.value);
  });

  it("that an installer leases on an older generation end with what was held before", async () => {
    const { inverter, simulator } = await startRig(installer, { credentials: login });
    const points = ["Battery:ExternControl:MaxChargePowerAbs", "Battery:ExternControl:DcPowerAbs"];
    const held = async () => {
      const [module] = await inverter.settings([{ moduleId: "devices:local", ids: points }]);
      return module?.settings.map(({ value }) => value);
    };
    await inverter.control.writeSettings(local({ "Battery:ExternControl": "2", [points[0] ?? ""]: "4000" }));
    const before = await held();
    expect((await inverter.capabilities()).battery?.limits).toBe("YES");
    await inverter.control.setBatteryLimits({ maxCharge: 500, power: -300, forMs: 60_000 });
    expect(await held()).toEqual(["500", "-300"]);
    await inverter.control.disconnect();
    expect(simulator.stats().activeSessions).toBe(0);
    await inverter.control.reconnect();
    expect(await held()).toEqual(before);
  });

  it("end by themselves", async () => {
    const { inverter } = await startRig({ profile: "plenticore-g3" });
    await inverter.control.setBatteryLimits({ maxDischarge: 0, forMs: 50 });
    await until(() => inverter.control.batteryLimits === null);
    const { outcome } = await inverter.control.setBatteryLimits({ maxDischarge: 10, forMs: 50 });
    expect(outcome).toBe("APPLIED");
  });

  it("need the device to be controlled from outside on older generations, and are NOT_AVAILABLE without a battery", async () => {
    const { inverter } = await startRig();
    expect((await inverter.capabilities()).battery?.limits).toBe("NO");
    await expect(inverter.control.setBatteryLimits({ maxCharge: 500, forMs: 60_000 })).rejects.toMatchObject({
      code: "READ_ONLY",
      setting: { settingId: "Battery:ExternControl" },
    });
    const piko = await startRig({ profile: "piko-iq-g1" });
    for (const input of [{ maxCharge: 500, forMs: 60_000 }, { forMs: 0 }]) {
      await expect(piko.inverter.control.setBatteryLimits(input)).rejects.toMatchObject({ code: "NOT_AVAILABLE" });
    }
  });
});

describe("actions", () => {
  it("a new password: the old one is dead, and the fleet goes on with the new one", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.live();
    await inverter.control.setPassword(new Secret("Mondschein-8"));
    expect((await inverter.live({ maxAgeMs: 0 })).power.solar).toBeGreaterThan(0);
    const old = startFleet([inverterConfig("old", simulator)]);
    await expect(old.inverter("old")?.live()).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  });

  it("a reboot takes the device away, and it comes back by itself", async () => {
    const { inverter } = await startRig({ bootSeconds: 0.2, warmUpSeconds: 0.1 });
    await inverter.control.reboot();
    expect(inverter.availability.state).not.toBe("ONLINE");
    await until(() => answers(inverter.live({ maxAgeMs: 0 })));
    expect(inverter.availability.state).toBe("ONLINE");
  });

  it("disconnecting logs out and stays away, until reconnecting logs in anew", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.live();
    await inverter.control.disconnect();
    expect(simulator.stats().activeSessions).toBe(0);
    expect(inverter.availability).toMatchObject({ state: "DISABLED", code: "DISCONNECTED" });
    await expect(inverter.live()).rejects.toMatchObject({ code: "DISCONNECTED" });
    await inverter.control.reconnect();
    expect(inverter.availability.state).toBe("ONLINE");
    expect(simulator.stats()).toMatchObject({ logins: 2, activeSessions: 1 });
  });

  it("reconnecting is what tries a refused password again", async () => {
    const simulator = await startDevice();
    const fleet = startFleet([
      { ...inverterConfig("garage", simulator), credentials: { user: "user", password: new Secret("not it") } },
    ]);
    const [inverter] = fleet.inverters;
    await expect(inverter?.live()).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    await expect(inverter?.control.reconnect()).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    expect(simulator.stats().failedLogins).toBe(2);
  });

  it("an update starts only where its paths are known", async () => {
    const { inverter } = await startRig();
    await expect(inverter.control.startUpdate()).rejects.toMatchObject({ code: "NOT_AVAILABLE" });
    const known = await startRig({ speed: 1 }, { updatePaths: { status: "/update/status", start: "/update/start" } });
    await known.inverter.control.startUpdate();
    expect((await known.inverter.update()).progress.status).not.toBe("idle");
  });

  it("a reboot that is not answered is told as not known, not repeated, and the device is waited for", async () => {
    const { inverter, simulator } = await startRig({ bootSeconds: 0.1, warmUpSeconds: 0 });
    await inverter.live();
    simulator.set({ fault: { kind: "lost", operations: ["post_reboot"], times: 1 } });
    await expect(inverter.control.reboot()).rejects.toMatchObject({
      code: "UNREACHABLE_RESET",
      message: expect.stringContaining("not known") as string,
    });
    await until(() => answers(inverter.live({ maxAgeMs: 0 })));
    expect(simulator.stats().requests).toMatchObject({ post_reboot: 1 });
  });

  it("a lost answer to a new password is told as not known, and not sent again", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.live();
    simulator.set({ fault: { kind: "lost", operations: ["post_auth_set_password"], times: 1 } });
    await expect(inverter.control.setPassword(new Secret("Mondschein-8"))).rejects.toMatchObject({
      code: "UNREACHABLE_RESET",
      message: expect.stringContaining("not known") as string,
    });
    expect(simulator.stats()).toMatchObject({ requests: { post_auth_set_password: 1 }, failedLogins: 0 });
  });

  it("the factory settings end a lease, which leaves nothing behind", async () => {
    const { inverter } = await startRig({ profile: "plenticore-g3", bootSeconds: 0.1, warmUpSeconds: 0.1 });
    await inverter.control.setBatteryLimits({ maxCharge: 500, forMs: 60_000 });
    await inverter.control.restoreFactorySettings();
    expect(inverter.control.batteryLimits).toBeNull();
  });

  it("the factory settings come back", async () => {
    const { inverter } = await startRig({ bootSeconds: 0.1, warmUpSeconds: 0.1 });
    await inverter.control.setMinSoc(40);
    await inverter.control.restoreFactorySettings();
    await until(() => answers(inverter.live({ maxAgeMs: 0 })));
    expect((await inverter.capabilities()).battery?.minSoc?.value).toBe(5);
  });
});
