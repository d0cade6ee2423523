import { describe, expect, it } from "vitest";
import { Secret } from "../src/secret.ts";
import { PASSWORD, status, unreachable } from "./fake-device.ts";
import { online, setUp } from "./one-inverter.ts";
import { timed, until } from "./passing-time.ts";

describe("reading", () => {
  it("logs in once and asks once for everything that is wanted in a moment, one request at a time", async () => {
    const { runtime, device, inverter } = setUp();
    const [live, day, selected, again] = await timed(
      runtime,
      Promise.all([
        inverter.live(),
        inverter.energy("DAY"),
        inverter.processData([{ moduleId: "devices:local:pv1", ids: ["U"] }]),
        inverter.live({ maxAgeMs: 5_000 }),
      ]),
    );
    expect(live.power).toMatchObject({
      solar: 2_900,
      home: 800,
      grid: -2_000,
      gridExport: 2_000,
      battery: null,
      losses: 100,
    });
    expect(live).toMatchObject({ state: "FEED_IN", stateCode: 6, battery: null, stale: false });
    expect(live.strings).toEqual([{ index: 1, power: 2_900, voltage: 500, current: 5.8 }]);
    expect(day).toMatchObject({ yield: 9_000, homeFromSolar: 4_000, toGrid: 5_000 });
    expect(selected[0]?.values[0]).toMatchObject({ id: "U", value: 500, code: null });
    expect(again.power.solar).toBe(2_900);
    expect(device.count("post_process_data")).toBe(1);
    expect(device.count("post_auth_start")).toBe(1);
    expect(device.mostAtOnce()).toBe(1);
  });

  it("answers from the snapshot while it is young enough, and tells its age", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(800);
    const live = await inverter.live({ maxAgeMs: 1_000 });
    expect(live.ageSeconds).toBeCloseTo(0.8, 1);
    expect(device.count("post_process_data")).toBe(1);
    await runtime.advance(400);
    await timed(runtime, inverter.live({ maxAgeMs: 1_000 }));
    expect(device.count("post_process_data")).toBe(2);
  });

  it("names ids that the device does not have, and asks for none of them", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    const [module, other] = await timed(
      runtime,
      inverter.processData([
        { moduleId: "devices:local:pv1", ids: ["P", "nonsense", "__proto__"] },
        { moduleId: "devices:local:battery", ids: ["SoC"] },
      ]),
    );
    expect(module?.values.map(({ id, value, code }) => [id, value, code])).toEqual([
      ["P", 2_900, null],
      ["nonsense", null, "UNKNOWN_ID"],
      ["__proto__", null, "UNKNOWN_ID"],
    ]);
    expect(other?.values[0]).toMatchObject({ value: null, code: "NOT_AVAILABLE" });
    expect(device.asked.at(-1)).toEqual(["devices:local:pv1/P"]);
    await expect(timed(runtime, inverter.processData([{ moduleId: "nowhere" }]))).rejects.toMatchObject({
      code: "UNKNOWN_MODULE",
      inverterId: "garage",
    });
  });

  it("isolates an id that spoils the batch, remembers it for an hour, and gives all the others", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = ({ body, path }) =>
      JSON.stringify(body ?? path).includes("Frequency") ? status(500) : undefined;
    await runtime.advance(2_000);
    const live = await timed(runtime, inverter.live());
    expect(live.power.solar).toBe(2_900);
    expect(live.frequency).toBeNull();
    const before = device.requests.length;
    await runtime.advance(2_000);
    await timed(runtime, inverter.live());
    expect(device.requests.length - before).toBe(1);
    device.intercept = () => undefined;
    await runtime.advance(3_600_000);
    expect((await timed(runtime, inverter.live())).frequency).toBe(50);
  });

  it("asks for no path that an id from the device could bend", async () => {
    const { runtime, device, inverter } = await online();
    for (const id of ["../../auth/logout", "..", "a,b", "__proto__"]) device.values.get("devices:local")?.set(id, 1);
    device.values.get("devices:local")?.set("Inverter:State", 11);
    device.intercept = ({ operation, body }) =>
      operation === "get_process_data_module" || JSON.stringify(body ?? "").includes("..") ? status(500) : undefined;
    await runtime.advance(2_000);
    await timed(runtime, inverter.live());
    await runtime.advance(2_000);
    const [local] = await timed(runtime, inverter.processData([{ moduleId: "devices:local" }]));
    const codes = new Map(local?.values.map(({ id, code }) => [id, code]));
    expect([codes.get("../../auth/logout"), codes.get(".."), codes.get("a,b")]).toEqual([
      "NOT_AVAILABLE",
      "NOT_AVAILABLE",
      "NOT_AVAILABLE",
    ]);
    expect([codes.get("Home_P"), codes.get("__proto__")]).toEqual([null, null]);
    expect(device.count("post_logout")).toBe(0);
  });

  it("lists the ids anew when the inverter's state has changed", async () => {
    const { runtime, device, inverter } = await online();
    device.values.get("devices:local")?.set("Inverter:State", 10);
    await runtime.advance(2_000);
    await timed(runtime, inverter.live());
    device.values.delete("devices:local:pv1");
    await runtime.advance(2_000);
    const live = await timed(runtime, inverter.live());
    expect(device.count("get_process_data_list")).toBe(2);
    expect(live).toMatchObject({ state: "STANDBY", strings: [{ index: 1, power: null }] });
    expect(live.power.solar).toBeNull();
  });
});

describe("sessions", () => {
  it("logs in anew, once, when the session is lost, and repeats what was asked", async () => {
    for (const lost of [401, 400]) {
      const { runtime, device, inverter } = await online();
      device.forgetSessions();
      device.intercept = (_request, authorized) =>
        lost === 400 && !authorized && device.requests.at(-1) === "post_process_data" ? status(400) : undefined;
      await runtime.advance(2_000);
      const live = await timed(runtime, inverter.live());
      expect(live.power.solar).toBe(2_900);
      expect(device.count("post_auth_start")).toBe(2);
      expect(device.openSessions()).toBe(1);
    }
  });

  it("takes a second 401 as a refusal to this role, remembers it, and logs in no third time", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = ({ operation }) => (operation === "get_user" ? status(401, "Not authorized") : undefined);
    await runtime.advance(2_000);
    await expect(timed(runtime, inverter.session())).rejects.toMatchObject({ code: "FORBIDDEN_FOR_ROLE" });
    const before = device.requests.length;
    await runtime.advance(2_000);
    await expect(timed(runtime, inverter.session())).rejects.toMatchObject({ code: "FORBIDDEN_FOR_ROLE" });
    expect(device.requests.length).toBe(before);
    expect(device.count("post_auth_start")).toBe(2);
    expect((await timed(runtime, inverter.live())).power.solar).toBe(2_900);
    expect(device.count("post_auth_start")).toBe(2);
  });

  it("never tries a refused password again, whoever asks and however long", async () => {
    const { runtime, device, inverter } = setUp({ credentials: { user: "user", password: new Secret("wrong") } });
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "WRONG_PASSWORD", retryable: false });
    expect(inverter.availability).toMatchObject({ state: "UNAUTHORIZED", code: "WRONG_PASSWORD" });
    await runtime.advance(86_400_000);
    await expect(inverter.live()).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    await expect(inverter.version()).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    expect(device.count("post_auth_finish")).toBe(1);
  });

  it("takes a lost transaction for what it is, and not for a wrong password", async () => {
    const { runtime, device, inverter } = setUp();
    let times = 1;
    device.intercept = ({ operation }) =>
      operation === "post_auth_finish" && times-- > 0 ? status(400, "Invalid authentication transaction") : undefined;
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({
      code: expect.not.stringContaining("PASSWORD"),
    });
    await until(runtime, () => inverter.availability.state === "ONLINE");
  });

  it("tells a locked account, and leaves it alone", async () => {
    const { runtime, device, inverter } = setUp();
    device.intercept = ({ operation }) => (operation === "post_auth_start" ? status(403, "User is locked") : undefined);
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "USER_LOCKED" });
    await runtime.advance(86_400_000);
    expect(inverter.availability.state).toBe("LOCKED");
    expect(device.count("post_auth_start")).toBe(1);
  });

  it("logs out after ten idle minutes, stays available, and logs in when it is asked again", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(9 * 60_000);
    expect(device.openSessions()).toBe(1);
    await runtime.advance(2 * 60_000);
    expect(device.openSessions()).toBe(0);
    expect(inverter.availability.state).toBe("ONLINE");
    await timed(runtime, inverter.live());
    expect(device.openSessions()).toBe(1);
  });

  it("logs out what it opened when it is closed, even in the middle of a login", async () => {
    const { runtime, device, inverter } = setUp();
    device.latencyMs = 50;
    const reading = inverter.live();
    reading.catch(() => undefined);
    for (let step = 0; step < 2_000 && device.count("post_auth_create_session") === 0; step++) await runtime.advance(5);
    const closed = inverter.close();
    await timed(runtime, closed);
    await expect(reading).rejects.toMatchObject({ code: "CANCELLED" });
    expect(device.count("post_auth_create_session")).toBe(1);
    expect(device.openSessions()).toBe(0);
    expect(device.closed).toBe(true);
  });
});

describe("availability", () => {
  it("is STARTING until the first contact, which `settled` waits for, and ONLINE after it", async () => {
    const { runtime, inverter } = setUp();
    expect(inverter.availability).toMatchObject({ state: "STARTING", code: null, lastSeenAt: null });
    expect(await timed(runtime, inverter.settled())).toMatchObject({ state: "ONLINE", code: null });
  });

  it("answers at once for one that is away, looks for it in the background, and finds it again", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = () => unreachable("timeout");
    await runtime.advance(2_000);
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "UNREACHABLE_TIMEOUT" });
    expect(inverter.availability).toMatchObject({ state: "OFFLINE", code: "UNREACHABLE_TIMEOUT" });
    const before = device.requests.length;
    const startedAt = runtime.monotonic();
    await expect(inverter.live()).rejects.toMatchObject({
      code: "UNREACHABLE_TIMEOUT",
      retryAfterMs: expect.any(Number),
    });
    expect(runtime.monotonic() - startedAt).toBe(0);
    expect(device.requests.length).toBe(before);
    const backAt = runtime.monotonic();
    let askedAt = Number.POSITIVE_INFINITY;
    device.intercept = () => {
      askedAt = Math.min(askedAt, runtime.monotonic());
      return undefined;
    };
    await until(runtime, () => inverter.availability.state === "ONLINE");
    expect(askedAt - backAt).toBeLessThan(65_000);
    expect((await timed(runtime, inverter.live())).power.solar).toBe(2_900);
  });

  it("lets what waited in the queue fail with the first that found the device gone", async () => {
    const { runtime, device, inverter } = await online();
    device.latencyMs = 3_000;
    device.intercept = () => unreachable("timeout");
    await runtime.advance(2_000);
    const startedAt = runtime.monotonic();
    const asked = [inverter.live(), inverter.session(), inverter.events(3, "en-gb"), inverter.firmwareUpdate()];
    const outcomes = await timed(runtime, Promise.allSettled(asked));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
    expect(runtime.monotonic() - startedAt).toBeLessThan(3_200);
  });

  it("aborts what is in flight when it is closed, and waits for no slow device", async () => {
    const { runtime, device, inverter } = await online();
    device.latencyMs = 1_000;
    await runtime.advance(2_000);
    const reading = inverter.live();
    reading.catch(() => undefined);
    await runtime.advance(100);
    const startedAt = runtime.monotonic();
    device.latencyMs = 0;
    await timed(runtime, inverter.close());
    await expect(reading).rejects.toMatchObject({ code: "CANCELLED" });
    expect(runtime.monotonic() - startedAt).toBeLessThan(500);
    expect(device.openSessions()).toBe(0);
  });

  it("looks for an absent inverter ever less often, at most once a minute on average half that", async () => {
    const { runtime, device, inverter } = setUp();
    device.intercept = () => unreachable("refused");
    inverter.start();
    await runtime.advance(3_600_000);
    const probes = device.count("get_version");
    expect(probes).toBeGreaterThan(60);
    expect(probes).toBeLessThan(140);
    expect(device.count("post_auth_start")).toBe(0);
  });

  it("waits for a booting device, which answers 503, without calling it offline", async () => {
    const { runtime, device, inverter } = setUp();
    device.intercept = () => status(503, "internal communication error, try again later");
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "DEVICE_BUSY", retryable: true });
    expect(inverter.availability).toMatchObject({ state: "STARTING", code: "DEVICE_BUSY" });
    const backAt = runtime.monotonic();
    let askedAt = Number.POSITIVE_INFINITY;
    device.intercept = () => {
      askedAt = Math.min(askedAt, runtime.monotonic());
      return undefined;
    };
    await until(runtime, () => inverter.availability.state === "ONLINE");
    expect(askedAt - backAt).toBeLessThan(65_000);
  });

  it("outlasts a short burst of 503 within the request", async () => {
    const { runtime, device, inverter } = await online();
    let burst = 2;
    device.intercept = ({ operation }) => (operation === "post_process_data" && burst-- > 0 ? status(503) : undefined);
    await runtime.advance(2_000);
    expect((await timed(runtime, inverter.live())).power.solar).toBe(2_900);
  });

  it("tells of each change, with the reason", async () => {
    const heard: string[] = [];
    const { runtime, device, inverter } = setUp({}, (id, { state, code }) => heard.push(`${id} ${state} ${code}`));
    await timed(runtime, inverter.live());
    device.intercept = () => unreachable("refused");
    await runtime.advance(2_000);
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "UNREACHABLE_REFUSED" });
    device.intercept = () => undefined;
    await until(runtime, () => inverter.availability.state === "ONLINE");
    expect(heard).toEqual(["garage ONLINE null", "garage OFFLINE UNREACHABLE_REFUSED", "garage ONLINE null"]);
  });

  it("asks nothing of a disabled inverter", async () => {
    const { runtime, device, inverter } = setUp({ disabled: true });
    inverter.start();
    await expect(inverter.live()).rejects.toMatchObject({ code: "DISCONNECTED" });
    await runtime.advance(600_000);
    expect(inverter.availability.state).toBe("DISABLED");
    expect(device.requests).toEqual([]);
  });

  it("ends with CANCELLED for a caller who goes away, and goes on for the others", async () => {
    const { runtime, device, inverter } = await online();
    device.latencyMs = 500;
    await runtime.advance(2_000);
    const leaving = new AbortController();
    const gone = inverter.live({ signal: leaving.signal });
    const staying = inverter.live();
    await runtime.advance(100);
    leaving.abort();
    await expect(gone).rejects.toMatchObject({ code: "CANCELLED" });
    expect((await timed(runtime, staying)).power.solar).toBe(2_900);
    expect(device.count("post_process_data")).toBe(2);
  });
});

describe("secrets", () => {
  it("are in no error and in nothing that can be printed", async () => {
    const { runtime, inverter } = setUp({ credentials: { user: "user", password: new Secret("wr0ng-s3cret") } });
    const error: unknown = await timed(runtime, inverter.live()).catch((caught: unknown) => caught);
    const { inspect } = await import("node:util");
    const printed = [
      inspect(error, { depth: 9 }),
      inspect(inverter, { depth: 9, showHidden: true }),
      JSON.stringify(inverter),
    ];
    for (const text of printed) expect(text).not.toContain("wr0ng-s3cret");
  });

  it("are withheld where the device repeats them", async () => {
    const { runtime, device, inverter } = setUp();
    device.intercept = ({ operation }) =>
      operation === "post_auth_finish" ? status(400, `"${PASSWORD}" is not it`) : undefined;
    const withheld =
      'garage: the inverter refused the password or master key; it is not tried again ("what it says repeats a secret and is withheld")';
    await expect(timed(runtime, inverter.live())).rejects.toThrow(withheld);
  });

  it("are withheld where the device repeats the new one", async () => {
    const { runtime, device, inverter } = await online();
    device.intercept = ({ operation }) =>
      operation === "post_auth_set_password" ? status(400, "n3w-0ne is too short") : undefined;
    const changed = inverter.control.setPassword(new Secret("n3w-0ne"));
    await expect(timed(runtime, changed)).rejects.toThrow("repeats a secret and is withheld");
  });
});

describe("a module read whole", () => {
  const select = [{ moduleId: "devices:local:pv1" }];

  it("is one request for it, whose values are kept for others", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    const batches = device.count("post_process_data");
    const [module] = await timed(runtime, inverter.processData(select));
    expect(module?.values.map(({ id, value }) => [id, value])).toEqual([
      ["P", 2_900],
      ["U", 500],
      ["I", 5.8],
    ]);
    await inverter.processData([{ moduleId: "devices:local:pv1", ids: ["U"] }]);
    await inverter.processData(select);
    expect(device.count("get_process_data_module")).toBe(1);
    expect(device.count("post_process_data")).toBe(batches);
  });

  it("is asked for once by all who want it while it waits, and by one more reading for those who come later", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    device.latencyMs = 100;
    const first = inverter.processData(select, { maxAgeMs: 0 });
    await runtime.advance(50);
    const others = Array.from({ length: 5 }, () => inverter.processData(select, { maxAgeMs: 0 }));
    await timed(runtime, Promise.all([first, ...others]));
    expect(device.count("get_process_data_module")).toBe(2);
  });

  it("is taken apart where the device fails on one of its ids", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(2_000);
    device.intercept = ({ operation, path }) =>
      operation === "get_process_data_module" || /pv1\/.*I/.test(path) ? status(500) : undefined;
    const [module] = await timed(runtime, inverter.processData(select));
    expect(module?.values.map(({ id, value, code }) => [id, value, code])).toEqual([
      ["P", 2_900, null],
      ["U", 500, null],
      ["I", null, "NOT_AVAILABLE"],
    ]);
  });

  it("that is not there is UNKNOWN_MODULE, and the device is not asked for it", async () => {
    const { runtime, device, inverter } = await online();
    const read = timed(runtime, inverter.processData([{ moduleId: "devices:local:pv9" }]));
    await expect(read).rejects.toMatchObject({ code: "UNKNOWN_MODULE" });
    expect(device.count("get_process_data_module")).toBe(0);
  });
});
