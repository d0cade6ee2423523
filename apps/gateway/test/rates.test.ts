import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { TokenBucket } from "../src/limits/token-bucket.ts";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { type ServedOptions, serve } from "./example/serve.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
const keys = [keyOf("panel", "VIEWER"), keyOf("owner", "ADMIN")];
const owner = { key: "owner-key" };
const query = "{ viewer { name } }";
const reboot = (name: string): string => `${name}: rebootInverter(input: { inverterId: "garage" }) { __typename }`;

/** A gateway whose time stands still until it is told. */
async function serveAt(limits: ServedOptions["limits"], withKeys = true) {
  const clock = { now: 0 };
  const served = await serve(fleet, {
    limits: limits ?? {},
    monotonic: () => clock.now,
    ...(withKeys && { keys }),
  });
  return { ...served, clock };
}

test("a key has so many requests, then 429 with the time to come again, while others go on", async () => {
  await using served = await serveAt({ requestsPerMinute: 3 });
  for (let asked = 0; asked < 3; asked++) expect((await post(served.url, query, owner)).status).toBe(200);
  const refused = await post(served.url, query, owner);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("20");
  expect(await refused.json()).toEqual({
    errors: [
      {
        message: "limits.requestsPerMinute: this key has had its requests for now: 3 a minute",
        extensions: { code: "LIMIT_EXCEEDED", inverterId: null, retryable: true, retryAfterMs: 20_000 },
      },
    ],
  });
  expect((await post(served.url, query, { key: "panel-key" })).status).toBe(200);
  served.clock.now += 20_000;
  expect((await post(served.url, query, owner)).status).toBe(200);
  expect((await post(served.url, query, owner)).status).toBe(429);
  expect(served.gateway.limitHits.requestsPerMinute).toBe(2);
});

test("documents that can't be parsed count, and so does the log for spreadsheets", async () => {
  await using served = await serveAt({ requestsPerMinute: 2 });
  expect((await ask(served.url, "{", owner)).errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
  const file = () =>
    fetch(`${served.url}/inverters/garage/logdata.tsv`, { headers: { authorization: "Bearer owner-key" } });
  expect((await file()).status).toBe(404);
  const refused = await file();
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("30");
});

test("over a WebSocket each operation is a request", async () => {
  await using served = await serveAt({ requestsPerMinute: 2 });
  const socket = new WebSocket(`${served.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const errors: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on("open", () => socket.send('{"type":"connection_init","payload":{"authorization":"Bearer owner-key"}}'));
  socket.on("message", (data: Buffer) => {
    const { type, payload } = JSON.parse(data.toString()) as { type: string; payload: unknown };
    if (type === "connection_ack") {
      for (const id of ["1", "2", "3"]) socket.send(JSON.stringify({ id, type: "subscribe", payload: { query } }));
    } else if (type === "error") {
      errors.push(payload);
      resolve();
    }
  });
  await promise;
  expect(errors).toMatchObject([[{ extensions: { code: "LIMIT_EXCEEDED", retryAfterMs: 30_000 } }]]);
  socket.terminate();
});

test("who goes on over a WebSocket, over the rate, is ended as a flood", async () => {
  await using served = await serveAt({ requestsPerMinute: 2 });
  const socket = new WebSocket(`${served.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  let refused = 0;
  socket.on("open", () => socket.send('{"type":"connection_init","payload":{"authorization":"Bearer owner-key"}}'));
  socket.on("message", (data: Buffer) => {
    const { type } = JSON.parse(data.toString()) as { type: string };
    if (type === "error") refused += 1;
    if (type !== "connection_ack") return;
    for (let id = 0; id < 200; id++) {
      socket.send(JSON.stringify({ id: String(id), type: "subscribe", payload: { query } }));
    }
  });
  const closed = await new Promise((resolve) => {
    socket.once("close", (code, reason) => resolve([code, reason.toString()]));
  });
  expect(closed).toEqual([4414, "limits.requestsPerMinute: this key went on over its rate"]);
  expect(refused).toBeLessThanOrEqual(20);
  expect(served.gateway.live.floodClosed).toBe(1);
});

test("writes are counted by field and apart from requests; a mutation over the rate does nothing", async () => {
  await using served = await serveAt({ writesPerMinute: 3 });
  const failed = { __typename: "InverterFailure" };
  expect(await ask(served.url, `mutation { ${reboot("a")} ${reboot("b")} }`, owner)).toEqual({
    data: { a: failed, b: failed },
  });
  const refused = await post(
    served.url,
    `mutation { ...Both } fragment Both on Mutation { ${reboot("a")} ${reboot("b")} }`,
    owner,
  );
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { retryAfterMs: 20_000, retryable: true } }] });
  expect((await post(served.url, query, owner)).status).toBe(200);
  expect(served.log().match(/"action":"rebootInverter"/g)).toHaveLength(2);
  expect((await ask(served.url, `mutation { ${reboot("a")} }`, owner)).data).toEqual({ a: failed });
});

test("logins have a rate of their own", async () => {
  await using served = await serveAt({ loginsPerMinute: 2 });
  const login = (name: string): string =>
    `${name}: testInverter(input: { url: "http://127.0.0.1:1", password: "wrong" }) { __typename }`;
  expect((await ask(served.url, `mutation { ${login("a")} ${login("b")} }`, owner)).errors).toBeUndefined();
  const { errors } = await ask(served.url, `mutation { ${login("a")} }`, owner);
  expect(errors?.[0]?.message).toContain("limits.loginsPerMinute: ");
  expect((await ask(served.url, `mutation { ${reboot("a")} }`, owner)).errors).toBeUndefined();
  expect(served.gateway.limitHits).toMatchObject({ loginsPerMinute: 1, writesPerMinute: 0 });
});

test("without keys there is no rate: only this machine gets in", async () => {
  await using served = await serveAt({ requestsPerMinute: 1, writesPerMinute: 1 }, false);
  for (let asked = 0; asked < 3; asked++) expect((await ask(served.url, query)).errors).toBeUndefined();
});

describe("a bucket", () => {
  const steps = fc.array(fc.record({ waitMs: fc.nat(120_000), count: fc.integer({ min: 1, max: 40 }) }), {
    maxLength: 50,
  });

  test("never gives more than one filling and what the time brings, and keeps its word", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 50 }),
        steps,
        (perMinute, capacity, taken) => {
          const bucket = new TokenBucket(perMinute, capacity, 0);
          let [now, given] = [0, 0];
          for (const { waitMs, count } of taken) {
            now += waitMs;
            const retryAfterMs = bucket.take(count, now);
            if (retryAfterMs === 0) given += Math.min(count, capacity);
            else {
              now += retryAfterMs;
              // What was told is enough: at that time it is given.
              expect(bucket.take(count, now)).toBe(0);
              given += Math.min(count, capacity);
            }
            expect(given).toBeLessThanOrEqual(capacity + (now * perMinute) / 60_000 + 1e-3);
          }
        },
      ),
    );
  });

  test("a clock that goes back gives nothing", () => {
    const bucket = new TokenBucket(1, 1, 60_000);
    expect(bucket.take(1, 60_000)).toBe(0);
    expect(bucket.take(1, 0)).toBe(60_000);
    expect(bucket.take(1, 60_000)).toBe(0);
  });
});
