import { once } from "node:events";
import { Agent, get } from "node:http";
import { describe, expect, test } from "vitest";
import type { Fault, SimulatorChange } from "../src/index.ts";
import { device, opened } from "./support/devices.ts";
import { handshake, login, send } from "./support/wire.ts";

const VALUES = [{ moduleid: "devices:local", processdataids: ["Home_P", "Grid_P"] }];

/** A device and a session from before the fault. */
async function faulty(fault: Fault | readonly Fault[]) {
  const { simulator, session } = await opened();
  simulator.set({ fault });
  await simulator.settled();
  return { simulator, read: () => session.send("/processdata", { body: VALUES }), session };
}

describe("answers instead of the API's", () => {
  test("busy", async () => {
    const { read } = await faulty({ kind: "busy" });
    expect((await read()).status).toBe(503);
  });

  test("unauthorized once: the session lives on", async () => {
    const { read } = await faulty({ kind: "unauthorized", times: 1 });
    expect([(await read()).status, (await read()).status]).toEqual([401, 200]);
  });

  test("unauthorized for ever, but logins work", async () => {
    const { read, simulator } = await faulty({ kind: "unauthorized" });
    for (let time = 0; time < 3; time++) expect((await read()).status).toBe(401);
    expect(await login(simulator.url)).toMatch(/^[0-9a-f]{64}$/);
    simulator.set({ fault: null });
    expect((await read()).status).toBe(200);
  });

  test("a status only where an id is named, in body or path", async () => {
    const { session, read } = await faulty({ kind: "status", status: 500, id: "Grid_P" });
    expect((await read()).status).toBe(500);
    expect((await session.send("/processdata/devices:local/Home_P")).status).toBe(200);
    expect((await session.send("/processdata/devices:local/Home_P,Grid_P")).status).toBe(500);
  });

  test("a status with a message, without JSON, or on chosen operations", async () => {
    const { session, read, simulator } = await faulty({ kind: "status", status: 400, message: "gone" });
    expect((await read()).json()).toEqual({ message: "gone" });
    simulator.set({ fault: { kind: "status", status: 500, message: null } });
    expect((await read()).text).toBe("");
    simulator.set({ fault: { kind: "status", status: 500, operations: ["get_module_list"] } });
    expect([(await read()).status, (await session.send("/modules")).status]).toEqual([200, 500]);
  });

  test("html", async () => {
    const { read } = await faulty({ kind: "html" });
    const answer = await read();
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html"]);
    expect(answer.text).toContain("<html>");
  });

  test("redirect", async () => {
    const { read } = await faulty({ kind: "redirect", location: "http://127.0.0.1:1/elsewhere" });
    const answer = await read();
    expect([answer.status, answer.headers.location]).toEqual([302, "http://127.0.0.1:1/elsewhere"]);
  });

  test("locked", async () => {
    const { simulator } = await faulty({ kind: "locked" });
    expect((await handshake(simulator.url)).status).toBe(403);
  });

  test("a wrong server signature", async () => {
    const { simulator } = await faulty({ kind: "signature" });
    await expect(login(simulator.url)).rejects.toThrow("wrong server signature");
  });

  test("truncated JSON", async () => {
    const { read } = await faulty({ kind: "truncated" });
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^\[\{"moduleid"/);
    expect(() => answer.json()).toThrow(SyntaxError);
  });

  test("a body of one's own", async () => {
    const { read } = await faulty({
      kind: "body",
      body: '[{"moduleid":"devices:local","processdata":[{"value":NaN}]}]',
    });
    expect((await read()).text).toContain("NaN");
  });

  test("one after the other", async () => {
    const { read } = await faulty([
      { kind: "busy", times: 2 },
      { kind: "html", times: 1 },
    ]);
    const answers = [await read(), await read(), await read(), await read()];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200, 200]);
    expect(answers[2]?.text).toContain("<html>");
    expect(answers[3]?.json()).toHaveLength(1);
  });
});

describe("connections", () => {
  test("nothing: closed without an answer", async () => {
    const { read, simulator } = await faulty({ kind: "nothing" });
    await expect(read()).rejects.toThrow(/socket hang up|ECONNRESET/);
    simulator.set({ fault: null });
    expect((await read()).status).toBe(200);
  });

  test("lost: done, and closed without an answer", async () => {
    const { simulator, session } = await opened({ fault: { kind: "lost", operations: ["put_settings"] } });
    await expect(session.put("devices:local", "Battery:MinSoc", "42")).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await session.setting("devices:local", "Battery:MinSoc")).toBe("42");
    expect(simulator.stats().requests.put_settings).toBe(1);
  });

  test("offline: refused until the fault ends, on the same port then", async () => {
    const { read, simulator } = await faulty({ kind: "offline" });
    await expect(send(simulator.url, "/api/v1/info/version", { agent: new Agent() })).rejects.toThrow("ECONNREFUSED");
    simulator.set({ fault: null });
    await simulator.settled();
    expect((await send(simulator.url, "/api/v1/info/version")).status).toBe(200);
    expect((await read()).status).toBe(200);
  });

  test("offline at the start", async () => {
    const simulator = await device({ fault: { kind: "offline", how: "refuse" } });
    await expect(send(simulator.url, "/api/v1/info/version")).rejects.toThrow("ECONNREFUSED");
  });

  test("hanging: taken and never answered, counted as under way", async () => {
    const { simulator } = await faulty({ kind: "offline", how: "hang" });
    simulator.reset();
    const request = get(`${simulator.url}/api/v1/info/version`);
    request.on("error", () => undefined);
    await expect.poll(() => simulator.stats().maxConcurrent).toBe(1);
    simulator.set({ fault: null });
    expect((await send(simulator.url, "/api/v1/info/version")).status).toBe(200);
    request.destroy();
  });

  test("huge: goes on for as long as anybody reads", async () => {
    const { simulator } = await faulty({ kind: "huge" });
    const request = get(`${simulator.url}/api/v1/info/version`);
    const [response] = await once(request, "response");
    let bytes = 0;
    for await (const chunk of response) {
      bytes += chunk.length;
      if (bytes > 4 * 1024 * 1024) break;
    }
    expect(bytes).toBeGreaterThan(4 * 1024 * 1024);
    simulator.set({ fault: { kind: "huge", bytes: 200_000 } });
    const answer = await send(simulator.url, "/api/v1/info/version");
    expect(answer.text.length).toBeGreaterThanOrEqual(200_000);
    expect(answer.text.length).toBeLessThan(400_000);
  });

  test("slow: as late as told", async () => {
    const slept: number[] = [];
    const simulator = await device({
      fault: { kind: "slow", ms: 1234 },
      sleep: async (ms) => {
        slept.push(ms);
      },
    });
    expect((await send(simulator.url, "/api/v1/info/version")).status).toBe(200);
    expect(slept).toEqual([1234]);
  });
});

describe("reboot", () => {
  test("502, then 503, then 401 until the next login; the password stays", async () => {
    let now = Date.UTC(2025, 5, 21);
    const options = { now: () => now, bootSeconds: 20, warmUpSeconds: 3 };
    const { simulator, session } = await opened(options);
    const status = async () => (await session.send("/modules")).status;
    expect((await session.send("/system/reboot", { method: "POST" })).status).toBe(200);
    const page = await session.send("/modules");
    expect([page.status, page.headers["content-type"]]).toEqual([502, "text/html"]);
    now += 19_999;
    expect(await status()).toBe(502);
    now += 1;
    expect(await status()).toBe(503);
    expect((await handshake(simulator.url)).status).toBe(503);
    now += 3_000;
    expect(await status()).toBe(401);
    expect(await login(simulator.url)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    [1, 90_000],
    [60, 1_500],
    // A stopped clock must not keep it away for ever.
    [0, 90_000],
  ])("at speed %s it is away for %s ms", async (speed, awayMs) => {
    let now = Date.UTC(2025, 5, 21);
    const { session } = await opened({ now: () => now, speed });
    await session.send("/system/reboot", { method: "POST" });
    now += awayMs - 1;
    expect([502, 503]).toContain((await session.send("/modules")).status);
    now += 1;
    expect((await session.send("/modules")).status).toBe(401);
  });

  test("as a fault, in mid-poll", async () => {
    const { session, simulator } = await faulty({ kind: "reboot" });
    expect((await session.send("/modules")).status).toBe(502);
    expect(simulator.stats().activeSessions).toBe(0);
  });

  test("with the factory's settings: settings, password and log data as new", async () => {
    let now = Date.UTC(2025, 5, 21, 10);
    const { simulator, session } = await opened({ now: () => now, time: now, speed: 1 });
    await session.put("devices:local", "Battery:MinSoc", "40");
    await handshake(simulator.url, { action: "set_password", newPassword: "other" });
    const id = await login(simulator.url, { secret: "other" });
    const headers = { Authorization: `Session ${id}` };
    expect((await send(simulator.url, "/api/v1/system/factorysettings", { method: "POST", headers })).status).toBe(200);
    now += 90_000;
    const fresh = { Authorization: `Session ${await login(simulator.url)}` };
    const setting = await send(simulator.url, "/api/v1/settings/devices:local/Battery:MinSoc", { headers: fresh });
    expect(setting.json()).toEqual([{ id: "Battery:MinSoc", value: "5" }]);
    const log = await send(simulator.url, "/api/v1/logdata/download", { body: {}, headers: fresh });
    expect(log.text.trimEnd().split("\n")).toHaveLength(7);
  });
});

describe("set", () => {
  test.each<[SimulatorChange | Record<string, unknown>, RegExp]>([
    [{ time: "noon" }, /^time: /],
    [{ time: "1960-01-01" }, /^time: /],
    [{ speed: -1 }, /^speed: /],
    [{ speed: "2" }, /^speed: /],
    [{ cloud: 2 }, /^cloud: /],
    [{ latencyMs: Number.NaN }, /^latencyMs: /],
    [{ concurrency: 0 }, /^concurrency: /],
    [{ clouds: 1 }, /^clouds: .*time, speed, cloud/],
    [{ fault: "busy" }, /^fault: /],
    [{ fault: { kind: "fire" } }, /^fault\.kind: .*busy/],
    [{ fault: [{ kind: "busy" }, { kind: "slow" }] }, /^fault\[1\]\.ms: /],
    [{ fault: { kind: "busy", times: 0 } }, /^fault\.times: /],
    [{ fault: { kind: "busy", operations: ["nothing"] } }, /^fault\.operations: /],
    [{ fault: { kind: "status", status: "500" } }, /^fault\.status: /],
    [{ fault: { kind: "html", status: 500 } }, /^fault\.status: /],
  ])("refuses %j, naming the field", async (change, message) => {
    const simulator = await device();
    expect(() => simulator.set(change)).toThrow(
      expect.objectContaining({ code: "BAD_OPTION", message: expect.stringMatching(message) }),
    );
  });

  test("a refused change changes nothing", async () => {
    const simulator = await device({ time: "2025-06-21T10:00:00Z" });
    expect(() => simulator.set({ time: "2025-07-01T10:00:00Z", speed: -1 })).toThrow("speed");
    expect(simulator.stats().time).toBe("2025-06-21T10:00:00.000Z");
  });

  test("clouds darken the sky from now on", async () => {
    const { simulator, session } = await opened({ cloud: 0 });
    const pv = async (): Promise<number> =>
      (await session.values(["devices:local:pv1", "P"])).get("devices:local:pv1/P") ?? 0;
    const clear = await pv();
    simulator.set({ cloud: 1 });
    expect(await pv()).toBeLessThan(clear / 2);
    simulator.set({ cloud: 0 });
    expect(await pv()).toBeCloseTo(clear, 6);
  });
});
