import { routes } from "@plenticore/rest";
import { describe, expect, test } from "vitest";
import { device, opened } from "./support/devices.ts";
import { raw } from "./support/raw.ts";
import { send } from "./support/wire.ts";

test("the 503 of a busy device is, byte for byte, the one that was seen", async () => {
  const { url } = await device({ fault: { kind: "busy" } });
  const answer = await raw(url, "GET /api/v1/modules HTTP/1.1\r\nHost: scb\r\nConnection: close\r\n\r\n");
  const [head = "", body] = answer.split("\r\n\r\n");
  const [status, ...headers] = head.split("\r\n");
  expect(status).toBe("HTTP/1.1 503 SERVICE UNAVAILABLE");
  expect(headers).toEqual(
    expect.arrayContaining([
      "Server: nginx/1.15.2",
      "Content-Type: application/json",
      "Content-Length: 60",
      "Access-Control-Allow-Origin: *",
    ]),
  );
  expect(body).toBe('{"message": "internal communication error, try again later"}');
});

test("connections are kept", async () => {
  const { url } = await device();
  const request = "GET /api/v1/info/version HTTP/1.1\r\nHost: scb\r\n";
  const answer = await raw(url, `${request}\r\n${request}\r\n${request}Connection: close\r\n\r\n`);
  expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  expect(answer.match(/connection: keep-alive/gi)).toHaveLength(2);
});

test("all 27 operations on their 25 routes are answered, none with 404 or 405", async () => {
  const { session } = await opened({ masterKey: "key" }, { username: "master", secret: "key" });
  const bodies: Readonly<Record<string, unknown>> = {
    "POST /processdata": [],
    "POST /settings": [],
    "PUT /settings": [],
    "POST /events/latest": {},
    "POST /logdata/download": { begin: "2025-06-21" },
  };
  const names = { moduleid: "devices:local", processdataid: "Home_P", settingid: "Battery:MinSoc" };
  const statuses = new Map<string, number>();
  for (const { method, template } of routes) {
    if (/^\/(auth|system)\//.test(template)) continue;
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof names) => names[name]);
    const body = bodies[`${method} ${template}`];
    const answer = await session.send(path, { method, ...(body !== undefined && { body }) });
    statuses.set(`${method} ${template}`, answer.status);
  }
  expect(statuses.size).toBe(17);
  for (const [route, status] of statuses) expect(status, route).toBe(route === "GET /settings/{moduleid}" ? 401 : 200);
});

describe("what is not served", () => {
  test.each([
    ["GET", "/", 404],
    ["GET", "/api/v2/info/version", 404],
    ["GET", "/api/v1/nothing", 404],
    ["GET", "/api/v1/auth/start", 405],
    ["DELETE", "/api/v1/settings", 405],
    ["OPTIONS", "/api/v1/processdata", 200],
  ])("%s %s answers %i", async (method, path, status) => {
    const { simulator } = await opened();
    const answer = await send(simulator.url, path, { method });
    expect(answer.status).toBe(status);
    expect(simulator.stats().unknownRequests).toBe(1);
    if (path === "/api/v1/processdata") expect(answer.headers.allow).toContain("POST");
  });

  test("a body over the limit, or that is no JSON", async () => {
    const { session } = await opened();
    const large = await session.send("/processdata", { body: `[${" ".repeat(1_048_577)}]` });
    expect(large.status).toBe(413);
    for (const body of ["{", "[1,", "nonsense"]) {
      const answer = await session.send("/processdata", { body });
      expect(answer.status).toBe(400);
      expect(answer.json<{ message: string }>().message).not.toBe("");
    }
  });

  test.each([
    ["/processdata", [{ moduleid: 7, processdataids: [] }], "/body/0/moduleid"],
    ["/processdata", { moduleid: "a" }, "/body"],
    ["/settings", [{ moduleid: "devices:local" }], "/body/0/settingids"],
    ["/events/latest", { language: "klingon" }, "/body/language"],
    ["/events/latest", { max: 1.5 }, "/body/max"],
  ])("%s with %j names the place of the mistake", async (path, body, pointer) => {
    const { session } = await opened();
    const answer = await session.send(path, { body });
    expect(answer.status).toBe(400);
    expect(answer.json<{ message: string }>().message).toContain(pointer);
  });
});

test("other letters than ASCII are escaped, and newer firmware escapes slashes, too", async () => {
  const g1 = await opened({ behaviour: { language: "de-de" } });
  const events = await g1.session.send("/events/latest", { body: { language: "de-de", max: 100 } });
  expect(events.text).toMatch(/\\u00[ef]\w/);
  // oxlint-disable-next-line no-control-regex -- the whole of ASCII is meant
  expect(events.text).toMatch(/^[\x00-\x7f]*$/);
  const g2 = await opened({ profile: "plenticore-g2" });
  await g2.session.put("scb:time", "NTPservers", "a/b");
  const answer = await g2.session.send("/settings/scb:time/NTPservers");
  expect(answer.text).toBe('[{"id":"NTPservers","value":"a\\/b"}]');
});

test("a mistake of the simulator itself is a 500, and told in the stats", async () => {
  const sleep = (): Promise<void> => Promise.reject(new Error("the timer is broken"));
  const simulator = await device({ latencyMs: 1, sleep });
  expect((await send(simulator.url, "/api/v1/info/version")).status).toBe(500);
  expect(simulator.stats().failures).toEqual(["the timer is broken"]);
});

describe("working on one request at a time", () => {
  /** Requests that are all there before the first is answered. */
  async function crowd(concurrency: number, overload: "queue" | 503) {
    const waiting: (() => void)[] = [];
    const arrived = Promise.withResolvers<void>();
    const sleep = (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      if (waiting.length >= concurrency) arrived.resolve();
      return promise;
    };
    const simulator = await device({ concurrency, latencyMs: 1, sleep, behaviour: { overload } });
    const answers = Array.from({ length: 5 }, () => send(simulator.url, "/api/v1/info/version"));
    await arrived.promise;
    return { simulator, answers, release: () => waiting.splice(0).forEach((go) => go()), inside: () => waiting.length };
  }

  test("the others wait, and are counted from their arrival on", async () => {
    const { simulator, answers, release, inside } = await crowd(2, "queue");
    await expect.poll(() => simulator.stats().maxConcurrent).toBe(5);
    expect(inside()).toBe(2);
    const all = Promise.all(answers);
    const done = all.then(() => true);
    while (!(await Promise.race([done, new Promise((resolve) => setImmediate(resolve, false))]))) release();
    expect((await all).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(simulator.stats()).toMatchObject({ maxConcurrent: 5, requests: { get_version: 5 } });
    simulator.reset();
    expect(simulator.stats()).toMatchObject({ maxConcurrent: 0, requests: {}, statuses: {} });
  });

  test("or are refused, where the profile says so", async () => {
    const { answers, release } = await crowd(1, 503);
    const first = await Promise.race(answers);
    expect(first.status).toBe(503);
    const rest = Promise.all(answers);
    const done = rest.then(() => true);
    while (!(await Promise.race([done, new Promise((resolve) => setImmediate(resolve, false))]))) release();
    const statuses = new Set((await rest).map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 503]));
  });
});
