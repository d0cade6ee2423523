import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type ErrorCode, Secret } from "@plenticore/core";
import type { Fault } from "@plenticore/simulator";
import { describe, expect, it } from "vitest";
import { deadlines, unhurried } from "./deadlines.ts";
import { answers, inverterConfig, PASSWORD, startDevice, startFleet, startRig, until } from "./rig.ts";

describe("what a device can do to a reader", () => {
  it.each<[string, Fault, ErrorCode]>([
    ["answers HTML", { kind: "html" }, "BAD_ANSWER"],
    ["never stops answering", { kind: "huge", bytes: 2 ** 30 }, "ANSWER_TOO_LARGE"],
    ["hangs up without an answer", { kind: "nothing" }, "UNREACHABLE_RESET"],
    ["redirects", { kind: "redirect", location: "http://127.0.0.1:9/" }, "BAD_ANSWER"],
    ["breaks off in the middle", { kind: "truncated" }, "BAD_ANSWER"],
    ["can't prove that it knows the password", { kind: "signature" }, "SERVER_SIGNATURE_MISMATCH"],
    ["has locked the account", { kind: "locked" }, "USER_LOCKED"],
    ["is busy for ever", { kind: "busy" }, "DEVICE_BUSY"],
    [
      "prints no number",
      { kind: "body", body: '[{"moduleid":"devices:local","processdata":[{"id":"P","unit":"W","value":NaN}]}]' },
      "BAD_ANSWER",
    ],
    ["answers a list where an object is due", { kind: "body", body: "[]" }, "BAD_ANSWER"],
    ["listens no more", { kind: "offline", how: "refuse" }, "UNREACHABLE_REFUSED"],
  ])("one that %s", async (_name, fault, code) => {
    const { inverter, simulator } = await startRig();
    simulator.set({ fault });
    await simulator.settled();
    await expect(inverter.live()).rejects.toMatchObject({ code, inverterId: "garage" });
    expect(inverter.availability).toMatchObject({ code });
    expect(inverter.availability.reason).not.toContain(PASSWORD);
  });

  it("one that accepts and says nothing costs a query at most 3 s, and the next one nothing", async () => {
    const limits = deadlines();
    const { inverter, simulator } = await startRig({}, {}, limits.options);
    await inverter.live();
    simulator.set({ fault: { kind: "offline", how: "hang" } });
    const first = inverter.live({ maxAgeMs: 0 }).catch((error: unknown) => error);
    await until(() => limits.waitingMs().length > 0);
    expect(limits.waitingMs()).toEqual([3_000]);
    limits.pass();
    expect(await first).toMatchObject({ code: "UNREACHABLE_TIMEOUT" });
    // From here on no time passes: who waited for the device would wait for ever.
    await expect(inverter.live({ maxAgeMs: 0 })).rejects.toMatchObject({
      code: "UNREACHABLE_TIMEOUT",
      retryable: true,
    });
    // Nor does it answer the goodbye.
    limits.hurry();
  });

  it("one of three that is away leaves the others' answers as they are", async () => {
    const devices = await Promise.all([startDevice(), startDevice({ profile: "piko-iq-g1", seed: 2 })]);
    const dead = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => dead.once("listening", resolve));
    const { port } = dead.address() as AddressInfo;
    await new Promise((resolve) => dead.close(resolve));
    const fleet = startFleet([
      ...devices.map((device, index) => inverterConfig(`good${index}`, device)),
      inverterConfig("dead", { url: `http://127.0.0.1:${port}` }),
    ]);
    const outcomes = await Promise.allSettled(fleet.inverters.map((inverter) => inverter.live()));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(fleet.inverter("dead")?.availability).toMatchObject({ state: "OFFLINE", code: "UNREACHABLE_REFUSED" });
    expect(await fleet.plant("home")?.live()).toMatchObject({ reporting: 2, expected: 3 });
  });
});

describe("what a device does by itself", () => {
  it("a reboot in the middle: sessions are gone, and reading goes on without anybody's help", async () => {
    const { inverter, simulator } = await startRig({ bootSeconds: 0.2, warmUpSeconds: 0.2 });
    await inverter.live();
    simulator.set({ fault: { kind: "reboot" } });
    await until(() => answers(inverter.live({ maxAgeMs: 0 })));
    expect(simulator.stats()).toMatchObject({ logins: 2, maxConcurrent: 1 });
    expect(inverter.availability.state).toBe("ONLINE");
  });

  it("a session lost once costs one more login, and nobody notices", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.live();
    simulator.set({ fault: { kind: "unauthorized", times: 1 } });
    expect((await inverter.live({ maxAgeMs: 0 })).power.solar).toBeGreaterThan(0);
    expect(simulator.stats()).toMatchObject({ logins: 2, failedLogins: 0 });
  });

  it("401 for ever: two logins, then nothing more is tried", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.live();
    simulator.set({ fault: { kind: "unauthorized" } });
    for (let ask = 0; ask < 5; ask++) {
      await expect(inverter.live({ maxAgeMs: 0 })).rejects.toMatchObject({ code: "FORBIDDEN_FOR_ROLE" });
    }
    expect(simulator.stats().logins).toBe(2);
  });

  it("one id that answers 500 is found, left out and remembered", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.live();
    simulator.set({ fault: { kind: "status", status: 500, id: "Frequency" } });
    expect(await inverter.live({ maxAgeMs: 0 })).toMatchObject({
      frequency: null,
      power: { solar: expect.any(Number) },
    });
    simulator.reset();
    await inverter.live({ maxAgeMs: 0 });
    expect(simulator.stats()).toMatchObject({ processdata: 1, requests: { post_process_data: 1 } });
  });

  it("one that is busy for a moment is asked again, and one whose batch is busy for an id's sake is understood", async () => {
    const { inverter, simulator } = await startRig({ profile: "plenticore-g2" });
    await inverter.live();
    simulator.set({ fault: { kind: "busy", times: 1 } });
    expect((await inverter.live({ maxAgeMs: 0 })).power.solar).toBeGreaterThan(0);
    simulator.set({
      fault: { kind: "status", status: 503, message: "internal communication error, try again later", id: "Frequency" },
    });
    expect(await inverter.live({ maxAgeMs: 0 })).toMatchObject({
      frequency: null,
      power: { solar: expect.any(Number) },
    });
  });

  it("ids that vanish at night and come back in the morning", async () => {
    const { inverter, simulator } = await startRig({ profile: "piko-iq-g1" });
    expect((await inverter.live()).state).toBe("FEED_IN");
    simulator.set({ time: "2026-06-21T23:30:00Z" });
    await inverter.live({ maxAgeMs: 0 });
    const night = await inverter.live({ maxAgeMs: 0 });
    expect(night.state).not.toBe("FEED_IN");
    expect(night.power.solar === null || night.power.solar === 0).toBe(true);
    simulator.set({ time: "2026-06-22T10:00:00Z" });
    await inverter.live({ maxAgeMs: 0 });
    const morning = await inverter.live({ maxAgeMs: 0 });
    expect(morning.power.solar).toBeGreaterThan(100);
    expect(simulator.stats().maxConcurrent).toBe(1);
  });
});

describe("logins", () => {
  it("a wrong password is sent once", async () => {
    const { inverter, simulator } = await startRig(
      {},
      { credentials: { user: "user", password: new Secret("not it") } },
    );
    for (let ask = 0; ask < 5; ask++) await expect(inverter.live()).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    expect(simulator.stats()).toMatchObject({ failedLogins: 1, logins: 0 });
    expect(inverter.availability.state).toBe("UNAUTHORIZED");
  });

  it("an installer logs in with master key and service code; a wrong service code is told apart", async () => {
    const installer = { masterKey: "MASTER", serviceCode: "12345" };
    const login = (serviceCode: string) =>
      ({ user: "master", masterKey: new Secret(installer.masterKey), serviceCode: new Secret(serviceCode) }) as const;
    const { inverter } = await startRig(installer, { credentials: login(installer.serviceCode) });
    expect((await inverter.session()).role).toBe("INSTALLER");
    const wrong = await startRig(installer, { credentials: login("54321") });
    await expect(wrong.inverter.live()).rejects.toMatchObject({ code: "WRONG_SERVICE_CODE" });
    expect(wrong.simulator.stats().failedLogins).toBeLessThanOrEqual(1);
  });

  it("are undone at the end, also those of a fleet that has only just started", async () => {
    const { fleet, simulator, inverter } = await startRig({ latencyMs: 20 });
    fleet.start();
    await until(() => (simulator.stats().requests.post_auth_finish ?? 0) > 0);
    await fleet.close();
    expect(simulator.stats().activeSessions).toBe(0);
    await expect(inverter.live()).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("of many inverters at once all succeed, one each", async () => {
    const devices = await Promise.all(Array.from({ length: 20 }, (_, seed) => startDevice({ seed })));
    const configs = devices.map((device, index) => inverterConfig(`inverter${index}`, device));
    const fleet = startFleet(configs, {}, unhurried);
    const lives = await Promise.all(fleet.inverters.map((inverter) => inverter.live()));
    expect(lives).toHaveLength(20);
    for (const device of devices) expect(device.stats()).toMatchObject({ logins: 1, processdata: 1, maxConcurrent: 1 });
  });
});
