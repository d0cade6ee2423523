import { describe, expect, it } from "vitest";
import { createFleet } from "../src/fleet.ts";
import { Secret } from "../src/secret.ts";
import { type FakeDevice, fakeDevice, PASSWORD, status, unreachable } from "./fake-device.ts";
import { seen } from "./live/watching.ts";
import { online, setUp } from "./one-inverter.ts";
import { timed, until } from "./passing-time.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const now = { maxAgeMs: 0 };

describe("one of six is dead", () => {
  it("and the five others' reads take as long, to the millisecond, as with all six alive", async () => {
    const tookWith = async (ail: (device: FakeDevice) => void): Promise<number[]> => {
      const runtime = virtualRuntime();
      const devices = Array.from({ length: 6 }, () => fakeDevice(runtime));
      const inverters = devices.map((_, index) => ({
        id: String(index),
        name: "",
        url: `http://127.0.0.${index}`,
        credentials: { user: "user", password: new Secret(PASSWORD) } as const,
      }));
      const fleet = createFleet(
        { plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters }] },
        { runtime, connect: ({ id }) => (devices[Number(id)] as FakeDevice).client },
      );
      await timed(runtime, Promise.all(fleet.inverters.map((inverter) => inverter.live())));
      for (const device of devices) device.latencyMs = 100;
      // Logins take real time, so nobody knows when the last answer came: its pause is over now.
      await runtime.advance(1_000);
      const [first, ...others] = fleet.inverters;
      ail(devices[0] as FakeDevice);
      const took: number[] = [];
      for (let round = 0; round < 5; round++) {
        first?.live(now).catch(() => undefined);
        const startedAt = runtime.monotonic();
        const reads = others.map(async (inverter) => {
          await inverter.live(now);
          took.push(runtime.monotonic() - startedAt);
        });
        await timed(runtime, Promise.all(reads), 1);
        await runtime.advance(1_000);
      }
      return took;
    };
    const alive = await tookWith(() => undefined);
    const hanging = await tookWith((device) => {
      device.latencyMs = 1_000_000;
    });
    const gone = await tookWith((device) => {
      device.intercept = () => unreachable("refused");
    });
    expect(alive).toHaveLength(25);
    expect(hanging).toEqual(alive);
    expect(gone).toEqual(alive);
  });
});

describe("a wall clock that jumps", () => {
  it.each([DAY_MS, -DAY_MS, 365 * DAY_MS])(
    "by %i ms makes nothing older or younger, and ends no session",
    async (jump) => {
      const { runtime, device, inverter } = await online();
      const watch = seen(runtime, inverter.watchLive({ everyMs: 5_000 }));
      await runtime.advance(60_000);
      const before = { polls: device.count("post_process_data"), shown: watch.values.length };
      runtime.jump(jump);
      const asked = device.count("post_process_data");
      expect((await inverter.live({ maxAgeMs: 5_000 })).ageSeconds).toBeLessThan(5.1);
      expect(device.count("post_process_data")).toBe(asked);
      await runtime.advance(60_000);
      // As many as in the minute before the jump: one each 5 s, and a heartbeat each 30 s.
      expect(device.count("post_process_data") - before.polls).toBe(12);
      expect(watch.values.length).toBeGreaterThan(before.shown);
      expect(watch.last().live).toMatchObject({ stale: false });
      expect(watch.last().live?.ageSeconds).toBeLessThan(31);
      expect([device.count("post_auth_start"), device.count("post_logout")]).toEqual([1, 0]);
    },
  );
});

describe("a burst of 503 in the night, longer than any request is repeated for", () => {
  it("is told as busy, costs few requests and no login, blames no id, and ends by itself in the stream", async () => {
    const { runtime, device, inverter } = await online();
    const watch = seen(runtime, inverter.watchLive({ everyMs: 5_000 }));
    await runtime.advance(MINUTE_MS);
    device.intercept = () => status(503, "internal communication error, try again later");
    const before = device.requests.length;
    await runtime.advance(10 * MINUTE_MS);
    expect(watch.last()).toMatchObject({ live: { stale: true }, error: { code: "DEVICE_BUSY", retryable: true } });
    // The poll, twice more after a pause, and a good id to tell whose fault it is.
    expect(device.requests.length - before).toBeLessThanOrEqual(4 * 121);
    await expect(timed(runtime, inverter.live(now))).rejects.toMatchObject({ code: "DEVICE_BUSY" });
    device.intercept = () => undefined;
    await until(runtime, () => watch.last().live?.stale === false);
    expect(watch.last()).toMatchObject({ error: null, live: { frequency: 50, power: { solar: 2_900 } } });
    expect(device.count("post_auth_start")).toBe(1);
  });
});

describe("a logout that fails", () => {
  const faults = {
    "answers 500": () => status(500),
    "answers 401": () => status(401, "Not authorized"),
    "answers 503": () => status(503),
    "is reset": () => unreachable("reset"),
    "is never answered": () => unreachable("timeout"),
  };

  it.each(Object.entries(faults))("because it %s holds up no shutdown, and is tried once", async (_name, fault) => {
    const { runtime, device, inverter } = await online();
    device.intercept = ({ operation }) => (operation === "post_logout" ? fault() : undefined);
    const startedAt = runtime.monotonic();
    await timed(runtime, inverter.close());
    expect(device.count("post_logout")).toBe(1);
    expect(device.closed).toBe(true);
    expect(runtime.monotonic() - startedAt).toBeLessThan(1_000);
  });

  it("after idle minutes costs the next reader a login, and nothing else", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = ({ operation }) => (operation === "post_logout" ? status(500) : undefined);
    await runtime.advance(11 * MINUTE_MS);
    expect(device.count("post_logout")).toBe(1);
    expect((await timed(runtime, inverter.live(now))).power.solar).toBe(2_900);
    expect(device.count("post_auth_start")).toBe(2);
    expect(inverter.availability.state).toBe("ONLINE");
  });
});

describe("a shutdown during a login", () => {
  it.each(["get_version", "post_auth_start", "post_auth_finish", "post_auth_create_session"] as const)(
    "at %s leaves no session open, and nobody waiting",
    async (step) => {
      const { runtime, device, inverter } = setUp();
      device.latencyMs = 50;
      const reading = inverter.live();
      reading.catch(() => undefined);
      for (let round = 0; round < 2_000 && device.count(step) === 0; round++) await runtime.advance(5);
      expect(device.count(step)).toBe(1);
      await timed(runtime, inverter.close());
      await expect(reading).rejects.toMatchObject({ code: "CANCELLED" });
      expect(device.openSessions()).toBe(0);
      expect(device.count("post_logout")).toBe(step === "post_auth_create_session" ? 1 : 0);
    },
  );
});

describe("a device that answers with nothing of what was asked", () => {
  it("is not believed: no id is blamed for an hour for one empty answer", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    device.intercept = ({ operation }) =>
      operation.includes("process_data") ? { kind: "response", status: 200, headers: {}, body: [] } : undefined;
    await expect(timed(runtime, inverter.live(now))).rejects.toMatchObject({ code: "BAD_ANSWER" });
    device.intercept = () => undefined;
    await runtime.advance(2_000);
    expect(await timed(runtime, inverter.live(now))).toMatchObject({ frequency: 50, power: { solar: 2_900 } });
  });

  it("or with one unreadable answer: no id is blamed for it", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    // Lists of ids can't be read at all, and single ones not at first, but for the one that puts the device to the test.
    const asked = new Map<string, number>();
    device.intercept = ({ operation, path }) => {
      if (!operation.includes("process_data")) return undefined;
      const before = asked.get(path) ?? 0;
      asked.set(path, before + 1);
      if (operation === "get_process_data_value" && (before > 0 || asked.size === 2)) return undefined;
      return { ok: false, kind: "invalid", status: 200, pointer: "", message: "made unreadable" };
    };
    await timed(runtime, inverter.live(now));
    device.intercept = () => undefined;
    await runtime.advance(2_000);
    const live = await timed(runtime, inverter.live(now));
    expect(live).toMatchObject({ frequency: 50, power: { solar: 2_900, home: 800 } });
  });
});

describe("an id whose answers can't be read", () => {
  it("is left out for a minute, not for an hour: they may have been changed on their way", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = ({ path, body }) =>
      JSON.stringify(body ?? path).includes("Frequency")
        ? { ok: false, kind: "invalid", status: 200, pointer: "", message: "made unreadable" }
        : undefined;
    await runtime.advance(2_000);
    expect(await timed(runtime, inverter.live(now))).toMatchObject({ frequency: null, power: { solar: 2_900 } });
    device.intercept = () => undefined;
    await runtime.advance(30_000);
    expect((await timed(runtime, inverter.live(now))).frequency).toBeNull();
    await runtime.advance(30_000);
    expect((await timed(runtime, inverter.live(now))).frequency).toBe(50);
  });
});

describe("a connection that is dead, and nobody said so", () => {
  it("is found out by a short request, before one that may take a minute and a half", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(60_000);
    device.intercept = () => unreachable("timeout");
    const listing = inverter.settings([{ moduleId: "devices:local", ids: ["Battery:MinSoc"] }]);
    await expect(timed(runtime, listing)).rejects.toMatchObject({ code: "UNREACHABLE_TIMEOUT" });
    expect(device.count("get_setting_list")).toBe(0);
    expect(inverter.availability).toMatchObject({ state: "OFFLINE", code: "UNREACHABLE_TIMEOUT" });
  });
});

describe("a firmware that is another one after the reboot", () => {
  it("is asked anew what it has, and for ids that it had not before", async () => {
    const { runtime, device, inverter } = await online();
    const fresh = [{ moduleId: "devices:local:new", ids: ["P"] }];
    expect((await timed(runtime, inverter.processData(fresh)))[0]?.values[0]?.code).toBe("UNKNOWN_MODULE");
    device.intercept = () => unreachable("refused");
    await runtime.advance(2_000);
    await expect(timed(runtime, inverter.live(now))).rejects.toMatchObject({ code: "UNREACHABLE_REFUSED" });
    device.forgetSessions();
    device.values.set("devices:local:new", new Map([["P", 7]]));
    device.values.delete("devices:local:pv1");
    const body = { name: "PUCK RESTful API", hostname: "scb", api_version: "0.2.0", sw_version: "01.30.12092" };
    device.intercept = ({ operation }) =>
      operation === "get_version" ? { kind: "response", status: 200, headers: {}, body } : undefined;
    await until(runtime, () => inverter.availability.state === "ONLINE");
    const [module] = await timed(runtime, inverter.processData(fresh, now));
    expect(module?.values[0]).toMatchObject({ value: 7, code: null });
    expect((await timed(runtime, inverter.live(now))).power.solar).toBeNull();
    expect((await timed(runtime, inverter.version())).swVersion).toBe("01.30.12092");
  });
});

describe("a machine so busy that it stops for half a second between two looks at the clock", () => {
  it("shows what was read all the same, wherever it stops", async () => {
    const { runtime, inverter } = await online();
    const monotonic = runtime.monotonic.bind(runtime);
    let looks = 0;
    let stopAt = Number.POSITIVE_INFINITY;
    let lostMs = 0;
    runtime.monotonic = () => {
      looks += 1;
      if (looks === stopAt) lostMs += 500;
      return monotonic() + lostMs;
    };
    const read = async () => {
      await runtime.advance(1_000);
      looks = 0;
      const asked = Promise.all([inverter.live(now), inverter.processData([{ moduleId: "devices:local:pv1" }], now)]);
      return timed(runtime, asked);
    };
    await read();
    const all = looks;
    expect(all).toBeGreaterThan(20);
    for (stopAt = 1; stopAt <= all; stopAt++) {
      const [live, [module]] = await read();
      expect(live).toMatchObject({ frequency: 50, power: { solar: 2_900, home: 800 } });
      expect(module?.values.map(({ value }) => value)).toEqual([2_900, 500, 5.8]);
    }
  });
});
