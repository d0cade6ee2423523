import { describe, expect, it } from "vitest";
import type { InverterConfig, PlantConfig } from "../src/config.ts";
import { createFleet } from "../src/fleet.ts";
import { Secret } from "../src/secret.ts";
import type { Fleet } from "../src/types.ts";
import { type FakeDevice, fakeDevice, PASSWORD, unreachable } from "./fake-device.ts";
import { timed, until } from "./passing-time.ts";
import { type VirtualRuntime, virtualRuntime } from "./virtual-runtime.ts";

interface SetUp {
  readonly runtime: VirtualRuntime;
  readonly fleet: Fleet;
  readonly device: (id: string) => FakeDevice;
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the test's fleet lacks it");
  return value;
}

function setUp(ids: readonly string[], plant: Partial<PlantConfig> = {}, change: Partial<InverterConfig> = {}): SetUp {
  const runtime = virtualRuntime();
  const devices = new Map(ids.map((id) => [id, fakeDevice(runtime)]));
  const device = (id: string): FakeDevice => present(devices.get(id));
  const inverters = ids.map((id) => ({
    id,
    name: id,
    url: "http://127.0.0.1",
    credentials: { user: "user", password: new Secret(PASSWORD) } as const,
    ...change,
  }));
  const fleet = createFleet(
    { plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters, ...plant }] },
    { runtime, connect: ({ id }) => device(id).client },
  );
  return { runtime, fleet, device };
}

const set = (device: FakeDevice, moduleId: string, values: Record<string, number>) => {
  const module = device.values.get(moduleId) ?? new Map<string, number>();
  for (const [id, value] of Object.entries(values)) module.set(id, value);
  device.values.set(moduleId, module);
};

const withBattery = (device: FakeDevice, power: number, stateOfCharge: number, workCapacity: number) =>
  set(device, "devices:local:battery", { P: power, SoC: stateOfCharge, WorkCapacity: workCapacity });

const home = (fleet: Fleet) => present(fleet.plant("home"));

describe("a plant of one inverter", () => {
  it("shows the device's own figures", async () => {
    const { runtime, fleet } = setUp(["garage"]);
    const live = await timed(runtime, home(fleet).live());
    expect(live).toMatchObject({ reporting: 1, expected: 1, stale: false, battery: null });
    expect(live.power).toMatchObject({ home: 800, grid: -2_000, gridExport: 2_000, solar: 2_900 });
  });

  it("turns the sign of a meter that is said to be the wrong way round", async () => {
    const { runtime, fleet } = setUp(["garage"], { meter: { inverter: "garage", invert: true } });
    const { power } = await timed(runtime, home(fleet).live());
    expect(power).toMatchObject({ grid: 2_000, gridImport: 2_000, gridExport: 0, selfConsumption: 100 });
  });
});

describe("a plant of several inverters", () => {
  it("sums powers, reckons the house at the named meter, and weighs batteries by capacity", async () => {
    const { runtime, fleet, device } = setUp(["garage", "barn"], { meter: { inverter: "garage", invert: false } });
    set(device("barn"), "devices:local", { Grid_P: 55 });
    withBattery(device("garage"), -500, 20, 6_000);
    withBattery(device("barn"), 300, 80, 2_000);
    const live = await timed(runtime, home(fleet).live());
    expect(live.power).toMatchObject({
      solar: 5_800,
      ac: 5_600,
      grid: -2_000,
      home: 3_600,
      homeFromGrid: 0,
      battery: -200,
      batteryCharge: 500,
      batteryDischarge: 300,
    });
    expect(live.battery).toEqual({ stateOfCharge: 35, workCapacity: 8_000, power: -200 });
  });

  it("takes the one meter that measures something, and none where two do", async () => {
    const { runtime, fleet, device } = setUp(["garage", "barn"]);
    set(device("barn"), "devices:local", { Grid_P: 0 });
    expect((await timed(runtime, home(fleet).live())).power).toMatchObject({ grid: -2_000, home: 3_600 });
    set(device("barn"), "devices:local", { Grid_P: 40 });
    await runtime.advance(2_000);
    expect((await timed(runtime, home(fleet).live())).power).toMatchObject({ grid: null, home: null, solar: 5_800 });
  });

  it("gives the sums of the others while one is away, and says so", async () => {
    const { runtime, fleet, device } = setUp(["garage", "barn"], { meter: { inverter: "garage", invert: false } });
    device("barn").intercept = () => unreachable("refused");
    const live = await timed(runtime, home(fleet).live());
    expect(live).toMatchObject({ reporting: 1, expected: 2 });
    expect(live.power).toMatchObject({ solar: 2_900, home: 800 });
    device("garage").intercept = () => unreachable("refused");
    await runtime.advance(2_000);
    expect(await timed(runtime, home(fleet).live())).toMatchObject({
      reporting: 0,
      expected: 2,
      stale: true,
      observedAt: null,
      power: { solar: null, grid: null },
    });
  });

  it("counts one that is away with its last value of the same local day, and not of another", async () => {
    const { runtime, fleet, device } = setUp(["garage", "barn"]);
    const fresh = await timed(runtime, home(fleet).energy("DAY"));
    expect(fresh).toMatchObject({ yield: 18_000, reporting: 2, expected: 2, stale: false, home: null });
    device("barn").intercept = () => unreachable("refused");
    set(device("garage"), "scb:statistic:EnergyFlow", { "Statistic:Yield:Day": 10_000 });
    await runtime.advance(60_000);
    expect(await timed(runtime, home(fleet).energy("DAY"))).toMatchObject({ yield: 19_000, reporting: 1, stale: true });
    await runtime.advance(86_400_000);
    expect(await timed(runtime, home(fleet).energy("DAY"))).toMatchObject({ yield: null, reporting: 1, expected: 2 });
  });

  it("does not expect a disabled inverter", async () => {
    const { runtime, fleet } = setUp(["garage"], {}, { disabled: true });
    expect(await timed(runtime, home(fleet).live())).toMatchObject({ reporting: 0, expected: 0 });
  });
});

describe("the fleet", () => {
  it("keeps one that hangs from costing the others anything", async () => {
    const { runtime, fleet, device } = setUp(["garage", "barn"]);
    device("barn").latencyMs = 1_000_000;
    fleet.start();
    const before = runtime.monotonic();
    const live = await timed(runtime, present(fleet.inverter("garage")).live(), 5);
    expect(live.power.solar).toBe(2_900);
    expect(runtime.monotonic() - before).toBeLessThan(3_000);
  });

  it("logs out everywhere when it is closed", async () => {
    const { runtime, fleet, device } = setUp(["garage", "barn"]);
    fleet.start();
    await until(runtime, () => fleet.inverters.every(({ availability }) => availability.state === "ONLINE"));
    expect(device("garage").openSessions() + device("barn").openSessions()).toBe(2);
    await timed(runtime, fleet.close());
    expect(device("garage").openSessions() + device("barn").openSessions()).toBe(0);
    expect([device("garage").closed, device("barn").closed]).toEqual([true, true]);
    await expect(present(fleet.inverter("barn")).live()).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("refuses an id that is used twice, also as plant and inverter", () => {
    expect(() => setUp(["garage"], { id: "garage" })).toThrowError(/"garage" is used twice/);
  });
});
