import type { OperationId } from "@plenticore/rest";
import { describe, expect, it } from "vitest";
import { type FakeDevice, status, unreachable } from "../fake-device.ts";
import { online, setUp } from "../one-inverter.ts";
import { timed, until } from "../passing-time.ts";
import { seen } from "./watching.ts";

const POLL: OperationId = "post_process_data";
const noEvents: FakeDevice["intercept"] = ({ operation }) =>
  operation === "post_latest_events" ? { kind: "response", status: 200, headers: {}, body: [] } : undefined;
const change = (device: FakeDevice, value: number) => device.values.get("devices:local")?.set("Home_P", value);

describe("watching an inverter", () => {
  it("shows at once what is known, with its age, and afterwards only what differs", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    const watch = seen(runtime, inverter.watchLive());
    await runtime.settle();
    expect(watch.values).toHaveLength(1);
    expect(watch.last()).toMatchObject({ inverterId: "garage", name: "Garage", every: 5, error: null });
    expect(watch.last().live?.ageSeconds).toBeGreaterThanOrEqual(2);
    await runtime.advance(12_000);
    expect(watch.values).toHaveLength(1);
    change(device, 900);
    await runtime.advance(5_000);
    expect(watch.values.map(({ live }) => live?.power.home)).toEqual([800, 900]);
    expect(watch.last().live?.ageSeconds).toBe(0);
  });

  it("says that it lives every 30 s, with the age as it is then", async () => {
    const { runtime, inverter } = await online();
    const watch = seen(runtime, inverter.watchLive());
    await runtime.advance(95_000);
    const [first, ...others] = watch.at.map((at, index, all) => at - (all[index - 1] ?? at)).slice(1);
    // The first comes at the step of the floor that its 30 s end in.
    expect(first).toBeGreaterThan(29_000);
    expect(first).toBeLessThanOrEqual(30_000);
    expect(others).toEqual([30_000, 30_000]);
    expect(watch.values.every(({ live }) => live?.ageSeconds !== undefined && live.ageSeconds < 6)).toBe(true);
  });

  it("begins with nothing where nothing is known, and has the values within a second of the first contact", async () => {
    const { runtime, inverter } = setUp();
    const watch = seen(runtime, inverter.watchLive());
    await runtime.settle();
    expect(watch.values).toMatchObject([{ live: null, availability: { state: "STARTING" }, error: null }]);
    await until(runtime, () => watch.last().live !== null);
    expect(watch.last()).toMatchObject({ live: { stale: false, power: { home: 800 } }, error: null });
  });

  it("asks for what all want together, at the pace of the fastest, and of the slow in some ticks only", async () => {
    const { runtime, device, inverter } = await online();
    const local = (id: string) => [{ moduleId: "devices:local", ids: [id] }];
    seen(runtime, inverter.watchProcessData(local("Home_P"), { everyMs: 1_000 }));
    seen(runtime, inverter.watchProcessData(local("Grid_P"), { everyMs: 3_000 }));
    seen(runtime, inverter.watchEnergy("DAY"));
    await runtime.advance(2_000);
    device.asked.length = 0;
    await runtime.advance(30_000);
    expect(device.asked).toHaveLength(30);
    const asking = (id: string) => device.asked.filter((ids) => ids.some((one) => one.endsWith(id))).length;
    expect([asking("Home_P"), asking("Grid_P"), asking("Yield:Day")]).toEqual([30, 10, 1]);
  });

  it("asks for nothing where nobody watches, and lets the idle session end", async () => {
    const { runtime, device, inverter } = await online();
    const ending = new AbortController();
    const watch = seen(runtime, inverter.watchLive({ signal: ending.signal }));
    await runtime.advance(20_000);
    ending.abort();
    await runtime.settle();
    expect(watch.ended).toBe(true);
    const before = device.requests.length;
    await runtime.advance(590_000);
    expect(device.requests.length).toBe(before);
    await runtime.advance(30_000);
    expect(device.openSessions()).toBe(0);
    expect(runtime.sleeping).toBe(0);
  });

  it("does not ask what a query has just read", async () => {
    const { runtime, device, inverter } = await online();
    seen(runtime, inverter.watchLive({ everyMs: 2_000 }));
    await runtime.advance(1_900);
    await timed(runtime, inverter.live({ maxAgeMs: 0 }));
    const before = device.count(POLL);
    await runtime.advance(1_000);
    expect(device.count(POLL)).toBe(before);
    await runtime.advance(2_000);
    expect(device.count(POLL)).toBe(before + 1);
  });

  it("skips the ticks that a slow device misses", async () => {
    const { runtime, device, inverter } = await online();
    device.latencyMs = 2_200;
    seen(runtime, inverter.watchLive({ everyMs: 1_000 }));
    await runtime.advance(3_000);
    const before = device.count(POLL);
    await runtime.advance(30_000);
    expect(device.count(POLL) - before).toBe(10);
    expect(device.mostAtOnce()).toBe(1);
  });

  it("never delays a user by more than the request in flight", async () => {
    const { runtime, device, inverter } = await online();
    seen(runtime, inverter.watchLive({ everyMs: 1_000 }));
    device.intercept = noEvents;
    for (const language of ["en-gb", "de-de", "fr-fr"] as const) {
      seen(runtime, inverter.watchEvents(language, { everyMs: 1_000 }));
    }
    await runtime.advance(2_000);
    device.latencyMs = 200;
    device.requests.length = 0;
    await until(runtime, () => device.requests.length > 0, 10);
    const write = inverter.control.reboot();
    const query = inverter.session();
    const [first] = device.requests;
    await Promise.allSettled([timed(runtime, write), timed(runtime, query)]);
    expect(device.requests.slice(0, 2)).toEqual([first, "post_reboot"]);
  });

  it.each([
    ["a batch that is taken apart", status(500, "one of the ids")],
    ["a poll that rests, since the device is busy", status(503, "busy")],
  ])("never delays a user's write by more than the request in flight: %s", async (_what, answer) => {
    const { runtime, device, inverter } = await online();
    seen(runtime, inverter.watchLive({ everyMs: 1_000 }));
    await runtime.advance(2_000);
    device.intercept = ({ operation }) => (operation === POLL ? answer : undefined);
    device.latencyMs = 200;
    device.requests.length = 0;
    await until(runtime, () => device.requests.length > 0, 10);
    await Promise.allSettled([timed(runtime, inverter.control.reboot())]);
    expect(device.requests.slice(0, 2)).toEqual([POLL, "post_reboot"]);
  });

  it("asks for what it polls after what a user wants", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = noEvents;
    for (const language of ["en-gb", "de-de", "fr-fr"] as const) {
      seen(runtime, inverter.watchEvents(language, { everyMs: 1_000 }));
    }
    await runtime.advance(2_000);
    device.latencyMs = 200;
    device.requests.length = 0;
    await until(runtime, () => device.requests.length > 0, 10);
    await timed(runtime, inverter.session());
    expect(device.requests.slice(0, 2)).toEqual(["post_latest_events", "get_user"]);
  });

  it("tells codes in the values, and a module that is not there as an error", async () => {
    const { runtime, inverter } = await online();
    const ids = seen(runtime, inverter.watchProcessData([{ moduleId: "devices:local", ids: ["Home_P", "Nonsense"] }]));
    const module = seen(runtime, inverter.watchProcessData([{ moduleId: "nowhere" }]));
    await runtime.advance(2_000);
    expect(ids.last().modules[0]?.values).toMatchObject([
      { id: "Home_P", value: 800, code: null },
      { id: "Nonsense", value: null, code: "UNKNOWN_ID" },
    ]);
    expect(module.last()).toMatchObject({ modules: [], error: { code: "UNKNOWN_MODULE", retryable: false } });
  });

  it("refuses a pace that is none, raises one below the floor", async () => {
    const { runtime, inverter } = await online();
    expect(() => inverter.watchLive({ everyMs: Number.NaN })).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
    const watch = seen(runtime, inverter.watchLive({ everyMs: 1 }));
    await runtime.settle();
    expect(watch.last().every).toBe(1);
  });

  it("ends with the inverter", async () => {
    const { runtime, inverter } = await online();
    const watches = [
      seen(runtime, inverter.watchLive()),
      seen(runtime, inverter.watchEnergy("DAY")),
      seen(runtime, inverter.watchEvents(undefined)),
      seen(runtime, inverter.watchAvailability()),
    ];
    await timed(runtime, inverter.close());
    const late = seen(runtime, inverter.watchLive());
    await runtime.settle();
    expect([...watches, late].map(({ ended }) => ended)).toEqual([true, true, true, true, true]);
  });
});

describe("watching an update", () => {
  it("shows how far it is, and why it can't", async () => {
    const { runtime, device, inverter } = await online({ updatePaths: { status: "/update", start: "/update" } });
    const progress = (percent: number) => ({
      status: { last_status: "idle" },
      progress: {
        status: "running",
        source: "local",
        current_percent: percent,
        download_percent: 100,
        current_step: 1,
        steps: 2,
      },
    });
    let percent = 10;
    device.intercept = ({ operation }) =>
      operation === "get_update" ? { kind: "response", status: 200, headers: {}, body: progress(percent) } : undefined;
    const watch = seen(runtime, inverter.watchUpdate());
    const unknown = await online();
    const without = seen(unknown.runtime, unknown.inverter.watchUpdate());
    await runtime.advance(3_000);
    percent = 60;
    await runtime.advance(4_000);
    expect(watch.values.map(({ update }) => update?.progress.percent)).toEqual([undefined, 10, 60]);
    await unknown.runtime.advance(3_000);
    expect(without.last()).toMatchObject({ update: null, error: { code: "NOT_AVAILABLE" } });
  });
});

describe("an inverter that goes away while it is watched", () => {
  it("says so at once in the stream, and shows live values by itself when it is back", async () => {
    const { runtime, device, inverter } = await online();
    const watch = seen(runtime, inverter.watchLive({ everyMs: 1_000 }));
    const availability = seen(runtime, inverter.watchAvailability());
    await runtime.advance(3_000);
    device.intercept = () => unreachable("refused");
    await runtime.advance(1_000);
    expect(watch.last()).toMatchObject({
      availability: { state: "OFFLINE", code: "UNREACHABLE_REFUSED" },
      live: { stale: true, power: { home: 800 } },
      error: { code: "UNREACHABLE_REFUSED", retryable: true },
    });
    const asked = device.count(POLL);
    await runtime.advance(300_000);
    expect(device.count(POLL)).toBe(asked);
    expect(watch.last().live?.ageSeconds).toBeGreaterThan(270);
    device.forgetSessions();
    device.intercept = () => undefined;
    change(device, 700);
    await until(runtime, () => watch.last().live?.stale === false);
    expect(watch.last()).toMatchObject({
      availability: { state: "ONLINE" },
      live: { power: { home: 700 } },
      error: null,
    });
    expect(
      availability.values.map((state) => state.availability.state).filter((one, at, all) => one !== all[at - 1]),
    ).toEqual(["ONLINE", "OFFLINE", "ONLINE"]);
    // Between, not one value was lost to the login.
    expect(watch.values.every(({ live }) => live !== null)).toBe(true);
  });

  it("turns stale after three paces and 15 s though no poll is answered", async () => {
    const { runtime, device, inverter } = await online();
    const watch = seen(runtime, inverter.watchLive({ everyMs: 1_000 }));
    await runtime.advance(2_000);
    device.intercept = ({ operation }) =>
      operation.includes("process_data") ? status(500, "out of order") : undefined;
    await runtime.advance(14_000);
    expect(watch.last()).toMatchObject({ live: { stale: false }, error: { code: "DEVICE_ERROR" } });
    await runtime.advance(3_000);
    expect(watch.last()).toMatchObject({ live: { stale: true }, availability: { state: "ONLINE" } });
    expect(watch.last().live?.ageSeconds).toBeGreaterThan(15);
    expect(watch.last().live?.ageSeconds).toBeLessThan(17);
  });
});
