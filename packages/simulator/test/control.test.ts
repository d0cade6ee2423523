import { describe, expect, onTestFinished, test } from "vitest";
import { type Simulator, type SimulatorOptions, startControl } from "../src/index.ts";
import { device } from "./support/devices.ts";
import { login, Session, send } from "./support/wire.ts";

async function controlled(...options: readonly SimulatorOptions[]) {
  const devices: Simulator[] = [];
  for (const option of options) devices.push(await device(option));
  const control = await startControl(devices);
  onTestFinished(() => control.close());
  return { devices, url: control.url };
}

interface StatsAnswer {
  readonly devices: readonly Record<string, unknown>[];
}

const stats = async (url: string): Promise<StatsAnswer["devices"]> =>
  (await send(url, "/stats")).json<StatsAnswer>().devices;

describe("GET /stats", () => {
  test("tells of each device what it was asked", async () => {
    const { devices, url } = await controlled({}, { profile: "piko-iq-g1", seed: 2 });
    const [first, second] = devices;
    if (first === undefined || second === undefined) throw new Error("no devices");
    const session = await Session.open(first.url);
    await session.send("/processdata", { body: [] });
    await session.send("/processdata", { body: [] });
    await session.send("/processdata");
    await session.send("/settings", { body: [] });
    await send(second.url, "/api/v1/info/version");
    expect(await stats(url)).toEqual([
      {
        index: 0,
        profile: "plenticore-plus-g1",
        port: first.port,
        requests: {
          post_auth_start: 1,
          post_auth_finish: 1,
          post_auth_create_session: 1,
          post_process_data: 2,
          get_process_data_list: 1,
          post_settings: 1,
        },
        unknownRequests: 0,
        processdata: 2,
        settings: 1,
        logins: 1,
        failedLogins: 0,
        logouts: 0,
        abandoned: 0,
        activeSessions: 1,
        failures: [],
        maxConcurrent: 1,
        maxConcurrentDownloads: 0,
        statuses: { "200": 7 },
        time: "2025-06-21T11:00:00.000Z",
      },
      expect.objectContaining({ index: 1, profile: "piko-iq-g1", requests: { get_version: 1 }, processdata: 0 }),
    ]);
  });
});

describe("POST /reset", () => {
  test("sets counters to zero and keeps sessions and faults", async () => {
    const { devices, url } = await controlled({}, {});
    const [first, second] = devices.map((one) => one.url);
    if (first === undefined || second === undefined) throw new Error("no devices");
    const session = new Session(first, await login(first));
    await login(second);
    await send(url, "/set", { body: { device: 0, fault: { kind: "busy", operations: ["get_module_list"] } } });
    expect((await send(url, "/reset", { method: "POST", body: { device: 0 } })).status).toBe(200);
    const [one, other] = await stats(url);
    expect(one).toMatchObject({ requests: {}, logins: 0, activeSessions: 1 });
    expect(other).toMatchObject({ logins: 1 });
    expect((await session.send("/modules")).status).toBe(503);
    expect((await session.send("/processdata")).status).toBe(200);
    expect((await send(url, "/reset", { method: "POST" })).status).toBe(200);
    expect((await stats(url)).map(({ requests }) => requests)).toEqual([{}, {}]);
  });
});

describe("POST /set", () => {
  test("changes all devices, one, or some", async () => {
    const { url } = await controlled({}, {}, {});
    const times = async () => (await stats(url)).map(({ time }) => time);
    const [a, b, c] = ["2025-01-01T00:00:00.000Z", "2025-02-01T00:00:00.000Z", "2025-03-01T00:00:00.000Z"];
    await send(url, "/set", { body: { time: a } });
    expect(await times()).toEqual([a, a, a]);
    await send(url, "/set", { body: { device: 1, time: b } });
    expect(await times()).toEqual([a, b, a]);
    await send(url, "/set", { body: { device: [0, 2], time: c } });
    expect(await times()).toEqual([c, b, c]);
  });

  test("is in force when it is answered", async () => {
    const { devices, url } = await controlled({});
    const version = async () => (await send(devices[0]?.url ?? "", "/api/v1/info/version")).status;
    await send(url, "/set", { body: { fault: { kind: "offline" } } });
    await expect(version()).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/);
    await send(url, "/set", { body: { fault: null } });
    expect(await version()).toBe(200);
  });

  test.each<[unknown, RegExp]>([
    ["{", /^body: /],
    [[], /^body: /],
    [{ device: 7 }, /^device: .*0 to 0/],
    [{ device: "0" }, /^device: /],
    [{ speed: "fast" }, /^speed: /],
    [{ weather: "nice" }, /^weather: /],
    [{ fault: { kind: "busy", time: 1 } }, /^fault\.time: /],
  ])("refuses %j with 400, naming the field", async (body, message) => {
    const { url } = await controlled({});
    const answer = await send(url, "/set", { body });
    expect(answer.status).toBe(400);
    expect(answer.json<{ message: string }>().message).toMatch(message);
  });

  test.each([
    ["GET", "/set", 405],
    ["POST", "/stats", 405],
    ["GET", "/", 404],
    ["GET", "/constructor", 404],
  ])("%s %s answers %i", async (method, path, status) => {
    const { url } = await controlled({});
    expect((await send(url, path, { method })).status).toBe(status);
  });
});
