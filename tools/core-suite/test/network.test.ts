import type { ErrorCode, Inverter } from "@plenticore/core";
import type { FaultProxy, Toxic } from "@plenticore/tools-fault-proxy";
import { describe, expect, it } from "vitest";
import { type Deadlines, deadlines } from "./deadlines.ts";
import { answers, inverterConfig, type Rig, startDevice, startFleet, startProxy, until } from "./rig.ts";

/** No answer is as short, so that it ends within one. */
const IN_THE_ANSWER = 250;

interface ProxiedRig extends Rig {
  readonly proxy: FaultProxy;
  readonly limits: Deadlines;
}

/** One device, a good network before it, and a fleet that has read it. */
async function online(): Promise<ProxiedRig> {
  const simulator = await startDevice();
  const proxy = await startProxy(simulator);
  const limits = deadlines();
  const fleet = startFleet([inverterConfig("garage", { url: `http://127.0.0.1:${proxy.port}` })], {}, limits.options);
  const inverter = fleet.inverters[0] as Inverter;
  await inverter.live();
  // Devices take long for the list, so it has a limit of its own; it is read once.
  await inverter.settingDescriptions();
  return { simulator, proxy, fleet, inverter, limits };
}

/** What five readers of different things are told, none of which is kept. */
async function codesOf({ inverter }: ProxiedRig): Promise<(ErrorCode | "answered")[]> {
  const asked = [
    inverter.live({ maxAgeMs: 0 }),
    inverter.energy("DAY", { maxAgeMs: 0 }),
    inverter.settings([{ moduleId: "devices:local", ids: ["Battery:MinSoc"] }]),
    inverter.events(3, "en-gb"),
    inverter.firmwareUpdate(),
  ];
  const outcomes = await Promise.allSettled(asked);
  return outcomes.map((outcome) => (outcome.status === "fulfilled" ? "answered" : outcome.reason.code));
}

/** The queue is free and the device is found again, with one session at most and one thing asked at a time. */
async function expectRecovery({ inverter, simulator, fleet, proxy, limits }: ProxiedRig): Promise<void> {
  limits.relax();
  await until(() => answers(inverter.live({ maxAgeMs: 0 })));
  const live = await inverter.live({ maxAgeMs: 0 });
  expect(live.power.solar).toBeGreaterThan(0);
  expect(live.frequency).toBeGreaterThan(0);
  expect(inverter.availability).toMatchObject({ state: "ONLINE", code: null });
  expect(simulator.stats()).toMatchObject({ maxConcurrent: 1, failedLogins: 0, failures: [] });
  await fleet.close();
  expect(simulator.stats().activeSessions).toBe(0);
  await until(() => proxy.open === 0);
}

describe("a network in which", () => {
  it.each<[string, Toxic, ErrorCode]>([
    [
      "the connection breaks in the middle of an answer",
      { type: "reset_peer", afterBytes: IN_THE_ANSWER },
      "UNREACHABLE_RESET",
    ],
    [
      "the connection ends in the middle of an answer",
      { type: "limit_data", bytes: IN_THE_ANSWER },
      "UNREACHABLE_RESET",
    ],
    ["questions get lost", { type: "timeout", stream: "upstream" }, "UNREACHABLE_TIMEOUT"],
    ["answers get lost", { type: "timeout" }, "UNREACHABLE_TIMEOUT"],
    ["answers trickle", { type: "bandwidth", bytesPerSecond: 60 }, "UNREACHABLE_TIMEOUT"],
    ["answers come too late", { type: "latency", latencyMs: 600_000 }, "UNREACHABLE_TIMEOUT"],
    ["every connection is reset at once", { type: "reset_peer" }, "UNREACHABLE_RESET"],
    ["bytes are changed", { type: "corrupt", everyBytes: 10 }, "BAD_ANSWER"],
  ])("%s: everybody who asks is told so, and all is well when it is well again", async (_name, toxic, code) => {
    const rig = await online();
    await rig.proxy.add(toxic);
    if (code === "UNREACHABLE_TIMEOUT") rig.limits.hurry();
    const codes = await codesOf(rig);
    expect(codes).toContain(code);
    // Who waits for his turn as long as the one before him is told that the device is busy with that.
    expect(codes.filter((one) => one !== code && one !== "DEVICE_BUSY")).toEqual([]);
    await rig.proxy.clear();
    await expectRecovery(rig);
  });

  it("a device's side of a kept connection is gone and nobody said so: the next reader is told, the one after is answered", async () => {
    const rig = await online();
    await rig.proxy.add({ type: "half_open" });
    const before = rig.proxy.accepted;
    rig.limits.hurry();
    await expect(rig.inverter.live({ maxAgeMs: 0 })).rejects.toMatchObject({ code: "UNREACHABLE_TIMEOUT" });
    await expectRecovery(rig);
    // The dead connection is not taken for a good one again.
    expect(rig.proxy.accepted).toBeGreaterThan(before);
  });

  it("nobody listens any more: refused, and found again when somebody does", async () => {
    const rig = await online();
    await rig.proxy.add({ type: "refuse" });
    await rig.proxy.add({ type: "reset_peer" });
    expect(await codesOf(rig)).toEqual(Array.from({ length: 5 }, () => "UNREACHABLE_REFUSED"));
    expect(rig.inverter.availability).toMatchObject({ state: "OFFLINE", code: "UNREACHABLE_REFUSED" });
    await rig.proxy.clear();
    await expectRecovery(rig);
  });

  it.each<[string, Toxic]>([
    ["answers come in single bytes", { type: "slicer", averageBytes: 1 }],
    ["answers come late, though within the patience", { type: "latency", latencyMs: 20, jitterMs: 10 }],
    ["ends are told late", { type: "slow_close", delayMs: 50 }],
  ])("%s: everybody is answered", async (_name, toxic) => {
    const rig = await online();
    await rig.proxy.add(toxic);
    expect(await codesOf(rig)).toEqual(Array.from({ length: 5 }, () => "answered"));
    await rig.proxy.clear();
    await expectRecovery(rig);
  });

  it("one connection in three is reset: a reader is answered or told, and no id is blamed", async () => {
    const rig = await online();
    await rig.proxy.add({ type: "reset_peer", afterBytes: IN_THE_ANSWER, toxicity: 1 / 3 });
    for (let round = 0; round < 10; round++) {
      const codes = await codesOf(rig);
      expect(codes.every((code) => code === "answered" || code === "UNREACHABLE_RESET")).toBe(true);
    }
    await rig.proxy.clear();
    await expectRecovery(rig);
  });

  it("a write's answer gets lost: the writer is told, it is not sent twice, and what came of it is read", async () => {
    const rig = await online();
    const { inverter, simulator, proxy, limits } = rig;
    await inverter.capabilities();
    const name = await proxy.add({ type: "timeout" });
    limits.hurry();
    await expect(inverter.control.setMinSoc(35)).rejects.toMatchObject({ code: "UNREACHABLE_TIMEOUT" });
    await proxy.remove(name);
    limits.relax();
    await until(() => answers(inverter.live({ maxAgeMs: 0 })));
    const written = simulator.stats().requests.put_settings ?? 0;
    expect(written).toBeLessThanOrEqual(1);
    expect((await inverter.capabilities()).battery?.minSoc?.value).toBe(written === 1 ? 35 : 5);
  });
});

describe("one of six in a black hole", () => {
  it("is asked in vain all the while, and the five others answer everything that they are asked", async () => {
    const READS = 20;
    const devices = await Promise.all(Array.from({ length: 6 }, (_, seed) => startDevice({ seed })));
    const proxies = await Promise.all(devices.map(startProxy));
    const configs = proxies.map(({ port }, index) =>
      inverterConfig(`inverter${index}`, { url: `http://127.0.0.1:${port}` }),
    );
    const { inverters } = startFleet(configs);
    const [dead, ...others] = inverters;
    await Promise.all(inverters.map((inverter) => inverter.live()));
    await proxies[0]?.add({ type: "timeout" });
    let going = true;
    const outcomes = new Set<unknown>();
    const inVain = (async () => {
      while (going) {
        await dead?.live({ maxAgeMs: 0 }).then(
          () => outcomes.add("answered"),
          ({ code }) => outcomes.add(code),
        );
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    for (const device of devices) device.reset();
    await Promise.all(
      others.map(async (inverter) => {
        for (let read = 0; read < READS; read++) await inverter.live({ maxAgeMs: 0 });
      }),
    );
    going = false;
    await proxies[0]?.clear();
    await inVain;
    expect([...outcomes].filter((outcome) => outcome !== "UNREACHABLE_TIMEOUT" && outcome !== "answered")).toEqual([]);
    for (const device of devices.slice(1)) expect(device.stats()).toMatchObject({ processdata: READS, logins: 0 });
  });
});
