import { describe, expect, it } from "vitest";
import { status, unreachable } from "./fake-device.ts";
import { online, setUp } from "./one-inverter.ts";
import { timed, until } from "./passing-time.ts";

describe("a device that is unwell from the start", () => {
  it.each([
    ["busy", () => status(503), "DEVICE_BUSY"],
    ["broken", () => status(500), "DEVICE_ERROR"],
    ["refusing", () => status(401), "FORBIDDEN_FOR_ROLE"],
  ])(
    "and is %s at the first values costs few requests, blames no id, and is read when it is well",
    async (_name, fault, code) => {
      const { runtime, device, inverter } = setUp();
      device.intercept = ({ operation }) =>
        operation.includes("process_data_value") || operation === "post_process_data" ? fault() : undefined;
      await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code });
      expect(device.requests.length).toBeLessThan(40);
      device.intercept = () => undefined;
      await runtime.advance(3_600_000);
      const live = await timed(runtime, inverter.live());
      expect(live.power.solar).toBe(2_900);
      expect(live.state).toBe("FEED_IN");
    },
  );
});

describe("a session", () => {
  it("that is lost before its first use is opened again", async () => {
    const { runtime, device, inverter } = setUp();
    inverter.start();
    // Logging in takes real time, which `settled` does not wait for; in small steps, or the login would be too late.
    await until(runtime, () => inverter.availability.state === "ONLINE", 5);
    device.forgetSessions();
    expect((await timed(runtime, inverter.live())).power.solar).toBe(2_900);
    expect(device.count("post_auth_start")).toBe(2);
  });

  it("that is lost is not taken for a good one by the question who is logged in, which anybody is answered", async () => {
    const { runtime, device, inverter } = await online();
    device.forgetSessions();
    device.intercept = ({ operation }, authorized) =>
      operation === "get_user" && !authorized
        ? {
            kind: "response",
            status: 200,
            headers: {},
            body: {
              role: "NONE",
              anonymous: true,
              locked: false,
              permissions: [],
              active: false,
              authenticated: false,
            },
          }
        : undefined;
    await runtime.advance(2_000);
    expect(await timed(runtime, inverter.session())).toMatchObject({ role: "USER", authenticated: true });
  });

  it("costs no login a call where an operation always answers 400, and none is left open", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = ({ operation }) =>
      operation === "post_latest_events" ? status(400, "bad language") : undefined;
    for (let round = 0; round < 5; round++) {
      await runtime.advance(2_000);
      await expect(timed(runtime, inverter.events(3, "en-gb"))).rejects.toMatchObject({ code: "BAD_ANSWER" });
      await timed(runtime, inverter.live());
    }
    expect(device.count("post_auth_start")).toBe(2);
    await timed(runtime, inverter.close());
    expect(device.openSessions()).toBe(0);
  });

  it.each([400, 401])("whose secret is answered with %i is never asked for with it again", async (code) => {
    const { runtime, device, inverter } = setUp();
    device.intercept = ({ operation }) => (operation === "post_auth_finish" ? status(code, "no") : undefined);
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    await runtime.advance(3_600_000);
    expect(device.count("post_auth_finish")).toBe(1);
  });

  it("that is still being opened holds up no shutdown", async () => {
    const { runtime, device, inverter } = setUp();
    device.latencyMs = 60_000;
    device.intercept = () => unreachable("timeout");
    inverter.start();
    await runtime.advance(100);
    const startedAt = runtime.monotonic();
    await timed(runtime, inverter.close(), 5);
    expect(runtime.monotonic() - startedAt).toBeLessThan(500);
  });
});

describe("patience", () => {
  it("is learned from what takes long, so that a slow device is read at the next try", async () => {
    const { runtime, device, inverter } = await online();
    const slow = (ms: number) => async (): Promise<void> => runtime.sleep(ms);
    device.limitMs = 4_000;
    device.work = slow(4_000);
    await runtime.advance(2_000);
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "UNREACHABLE_TIMEOUT" });
    await until(runtime, () => inverter.availability.state === "ONLINE");
    expect((await timed(runtime, inverter.live())).power.solar).toBe(2_900);
  });
});

describe("what is kept", () => {
  it("is shown while it is young enough, also of an inverter that went away meanwhile", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    device.intercept = () => unreachable("refused");
    await expect(timed(runtime, inverter.live({ maxAgeMs: 0 }))).rejects.toMatchObject({ code: "UNREACHABLE_REFUSED" });
    expect((await inverter.live({ maxAgeMs: 600_000 })).power.solar).toBe(2_900);
    await expect(inverter.live({ maxAgeMs: 1 })).rejects.toMatchObject({ code: "UNREACHABLE_REFUSED" });
  });

  it("is not read again when the inverter comes back with the same firmware and session", async () => {
    const { runtime, device, inverter } = await online();
    for (let round = 0; round < 3; round++) {
      await runtime.advance(2_000);
      device.intercept = () => unreachable("refused");
      await expect(timed(runtime, inverter.live({ maxAgeMs: 0 }))).rejects.toMatchObject({ retryable: true });
      device.intercept = () => undefined;
      await until(runtime, () => inverter.availability.state === "ONLINE");
      await timed(runtime, inverter.live({ maxAgeMs: 0 }));
    }
    expect([device.count("get_process_data_list"), device.count("get_module_list")]).toEqual([1, 1]);
  });

  it("is never passed off as fresh when an id fails in the batch in which the state changes", async () => {
    const { runtime, device, inverter } = await online();
    device.values.get("devices:local")?.set("Inverter:State", 10);
    device.intercept = ({ body, path }) =>
      JSON.stringify(body ?? path).includes("Frequency") ? status(500) : undefined;
    await runtime.advance(2_000);
    const [module] = await timed(
      runtime,
      inverter.processData(
        [
          { moduleId: "devices:local:ac", ids: ["P", "Frequency"] },
          { moduleId: "devices:local", ids: ["Inverter:State", "Home_P"] },
        ],
        { maxAgeMs: 0 },
      ),
    );
    const frequency = module?.values.find(({ id }) => id === "Frequency");
    expect(frequency).toMatchObject({ value: null, code: "NOT_AVAILABLE" });
  });
});

describe("a caller who has gone already", () => {
  it("is told so, and leaves nothing unheard", async () => {
    const { runtime, inverter } = await online();
    await runtime.advance(2_000);
    const gone = AbortSignal.abort();
    await expect(inverter.live({ signal: gone })).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(inverter.session({ signal: gone })).rejects.toMatchObject({ code: "CANCELLED" });
    await runtime.advance(5_000);
  });
});

describe("an inverter without a meter", () => {
  it("says nothing of house and grid instead of the zeros that it prints", async () => {
    const { runtime, device, inverter } = setUp();
    device.settings.set("EnergySensor:InstalledSensor", "255");
    device.values.get("devices:local")?.set("Grid_L1_P", 0);
    const [live, day] = await timed(runtime, Promise.all([inverter.live(), inverter.energy("DAY")]));
    expect(live.power).toMatchObject({
      home: null,
      grid: null,
      gridImport: null,
      autarky: null,
      solar: 2_900,
      ac: 2_800,
    });
    expect(live.phases[0]).toMatchObject({ gridPower: null, gridCurrent: null });
    expect(day).toMatchObject({ yield: 9_000, homeFromSolar: null, toGrid: null, autarky: null });
  });
});
