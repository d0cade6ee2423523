import { describe, expect, it } from "vitest";
import type { FleetConfig, InverterConfig } from "../src/config.ts";
import { createFleet } from "../src/fleet.ts";
import { Secret } from "../src/secret.ts";
import { type FakeDevice, fakeDevice, PASSWORD } from "./fake-device.ts";
import { timed } from "./passing-time.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

const inverter = (id: string, change: Partial<InverterConfig> = {}): InverterConfig => ({
  id,
  name: id,
  url: `http://${id}`,
  credentials: { user: "user", password: new Secret(PASSWORD) },
  ...change,
});

const configOf = (...inverters: InverterConfig[]): FleetConfig => ({
  plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters }],
});

/** A fleet whose devices are told apart by their url. */
function setUp(...inverters: InverterConfig[]) {
  const runtime = virtualRuntime();
  const devices = new Map<string, FakeDevice>();
  const device = (url: string): FakeDevice => {
    const found = devices.get(url) ?? fakeDevice(runtime);
    devices.set(url, found);
    return found;
  };
  const fleet = createFleet(configOf(...inverters), { runtime, connect: ({ url }) => device(url).client });
  const present = (id: string) => {
    const found = fleet.inverter(id);
    if (found === undefined) throw new Error(`the fleet lacks ${id}`);
    return found;
  };
  return { runtime, device, fleet, present };
}

describe("reconfiguring a running fleet", () => {
  it("leaves an inverter whose connection is the same its session and values, also under another name", async () => {
    const { runtime, device, fleet, present } = setUp(inverter("garage"));
    fleet.start();
    await timed(runtime, present("garage").live());
    const before = present("garage");
    await timed(runtime, fleet.reconfigure(configOf(inverter("garage", { name: "Car port", peakPower: 9_800 }))));
    expect(present("garage")).toBe(before);
    expect(before).toMatchObject({ name: "Car port", peakPower: 9_800, availability: { state: "ONLINE" } });
    expect(device("http://garage").count("post_auth_start")).toBe(1);
  });

  it("takes in who is new, contacts it, and logs out who is gone", async () => {
    const { runtime, device, fleet, present } = setUp(inverter("garage"), inverter("barn"));
    fleet.start();
    await timed(runtime, Promise.all(fleet.inverters.map((one) => one.live())));
    const gone = present("barn");
    await timed(runtime, fleet.reconfigure(configOf(inverter("garage"), inverter("shed"))));
    expect(fleet.inverters.map(({ id }) => id)).toEqual(["garage", "shed"]);
    expect(fleet.plant("home")?.inverters.map(({ id }) => id)).toEqual(["garage", "shed"]);
    expect(device("http://barn")).toMatchObject({ closed: true });
    expect(device("http://barn").openSessions()).toBe(0);
    await expect(gone.live({ maxAgeMs: 0 })).rejects.toMatchObject({ code: "CANCELLED" });
    await timed(runtime, present("shed").settled());
    expect(device("http://shed").openSessions()).toBe(1);
  });

  it("connects anew with another secret only when the old connection is logged out", async () => {
    const { runtime, device, fleet, present } = setUp(inverter("garage"));
    fleet.start();
    await timed(runtime, present("garage").live());
    const one = device("http://garage");
    one.latencyMs = 200;
    const wrong = inverter("garage", { credentials: { user: "user", password: new Secret("another") } });
    await timed(runtime, fleet.reconfigure(configOf(wrong)));
    await timed(runtime, present("garage").settled());
    expect(one.mostAtOnce()).toBe(1);
    expect(one.requests.indexOf("post_logout")).toBeLessThan(one.requests.lastIndexOf("get_version"));
    expect(present("garage").availability).toMatchObject({ code: "WRONG_PASSWORD" });
  });

  it("changes nothing where an id is used twice", async () => {
    const { runtime, fleet, present } = setUp(inverter("garage"));
    const before = present("garage");
    const twice = configOf(inverter("garage"), inverter("home"));
    await expect(timed(runtime, fleet.reconfigure(twice))).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
    expect(present("garage")).toBe(before);
    expect(fleet.inverters).toHaveLength(1);
  });

  it("tells who listens, until he does no more", async () => {
    const { fleet } = setUp(inverter("garage"));
    const seen: string[][] = [];
    const stop = fleet.onChange(() => seen.push(fleet.inverters.map(({ id }) => id)));
    await fleet.reconfigure(configOf(inverter("garage"), inverter("barn")));
    stop();
    await fleet.reconfigure(configOf(inverter("garage")));
    expect(seen).toEqual([["garage", "barn"]]);
  });
});

describe("testing a connection", () => {
  it("tells what the device is and leaves no session behind", async () => {
    const { runtime, device, fleet } = setUp(inverter("garage"));
    const told = await timed(runtime, fleet.test(inverter("new")));
    expect(told).toMatchObject({
      version: { swVersion: "01.26.09454" },
      session: { role: "USER" },
      product: { serialNumber: "90000" },
    });
    expect(device("http://new").openSessions()).toBe(0);
    expect(device("http://new").closed).toBe(true);
    expect(fleet.inverter("new")).toBeUndefined();
  });

  it("tells that the password is wrong, having tried it once", async () => {
    const { runtime, device, fleet } = setUp();
    const wrong = inverter("new", { credentials: { user: "user", password: new Secret("another") } });
    await expect(timed(runtime, fleet.test(wrong))).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    expect(device("http://new").count("post_auth_finish")).toBe(1);
  });

  it("makes the fleet's own inverter at that address wait", async () => {
    const { runtime, device, fleet, present } = setUp(inverter("garage"));
    await timed(runtime, present("garage").live());
    const one = device("http://garage");
    one.latencyMs = 100;
    const test = fleet.test(inverter("garage"));
    const live = present("garage").live({ maxAgeMs: 0 });
    await timed(runtime, Promise.all([test, live]));
    expect(one.mostAtOnce()).toBe(1);
  });
});
