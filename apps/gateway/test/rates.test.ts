import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { TokenBucket } from "../src/limits/token-bucket.ts";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { acknowledged } from "./example/raw-clients.ts";
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

test("a scrape of the metrics counts, too, and is told when to come again", async () => {
  await using served = await serveAt({ requestsPerMinute: 2 });
  const scrape = (key: string) => fetch(`${served.url}/metrics`, { headers: { authorization: `Bearer ${key}` } });
  for (const status of [200, 200, 429]) expect((await scrape("owner-key")).status).toBe(status);
  expect((await scrape("owner-key")).headers.get("retry-after")).toBe("30");
  const stranger = await scrape("guess");
  expect([stranger.status, stranger.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
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
  expect(closed).toEqual([4414, "limits.requestsPerMinute or newDocumentsPerMinute: this key went on over its rate"]);
  expect(refused).toBeLessThanOrEqual(20);
  expect(served.gateway.live.floodClosed).toBe(1);
});

describe("documents that have to be checked first", () => {
  const document = (index: number): string => `query Q${index} { viewer { name } }`;
  const known = document(0);

  test("have a rate, valid or not; those that are known, and other keys, go on", async () => {
    await using served = await serveAt({ newDocumentsPerMinute: 3 });
    expect((await post(served.url, known, owner)).status).toBe(200);
    expect((await ask(served.url, "{ nothing }", owner)).errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
    // One with a mistake is not remembered: it costs as much each time.
    expect((await ask(served.url, "{ nothing }", owner)).errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
    for (const query of ["{ nothing }", document(1)]) {
      const refused = await post(served.url, query, owner);
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "20"]);
      expect(await refused.json()).toEqual({
        errors: [
          {
            message: "limits.newDocumentsPerMinute: this key has had its new documents for now: 3 a minute",
            extensions: { code: "LIMIT_EXCEEDED", inverterId: null, retryable: true, retryAfterMs: 20_000 },
          },
        ],
      });
    }
    expect((await post(served.url, known, owner)).status).toBe(200);
    expect((await post(served.url, document(2), { key: "panel-key" })).status).toBe(200);
    served.clock.now += 20_000;
    expect((await post(served.url, document(1), owner)).status).toBe(200);
    expect(served.gateway.limitHits.newDocumentsPerMinute).toBe(2);
  });

  test("count once for each 1,000 characters, on every way in", async () => {
    await using served = await serveAt({ newDocumentsPerMinute: 5 });
    const headers = {
      accept: "text/event-stream",
      "content-type": "application/json",
      authorization: "Bearer owner-key",
    };
    const stream = (query: string) =>
      fetch(`${served.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    // An event stream that begins with its error: no subscription is known by this name.
    await (await stream(`subscription { nothing } #${"x".repeat(1000)}`)).text();
    expect((await ask(served.url, `${known} #${"x".repeat(1000)}`, owner)).errors).toBeUndefined();
    expect((await post(served.url, `${document(1)} #${"x".repeat(1000)}`, owner)).status).toBe(429);
    expect((await stream(`subscription { other } #${"x".repeat(1000)}`)).status).toBe(429);
    expect((await post(served.url, document(1), owner)).status).toBe(200);
  });

  test("may all be persisted: then they cost nothing, whatever others send meanwhile", async () => {
    const long = `${document(299)} #${"x".repeat(40_000)}`;
    const texts = [...Array.from({ length: 299 }, (_, index) => document(index)), long];
    const documents = new Map(texts.map((text, index) => [`sha256:${index}`, text]));
    const most = 250;
    await using served = await serve(fleet, {
      keys,
      limits: { newDocumentsPerMinute: most },
      monotonic: () => 0,
      persistedDocuments: { documents, only: false },
    });
    for (let other = 0; other < most; other++) await post(served.url, document(1000 + other), { key: "panel-key" });
    for (const source of documents.values()) expect((await post(served.url, source, owner)).status).toBe(200);
    expect(served.gateway.limitHits.newDocumentsPerMinute).toBe(0);
    expect((await post(served.url, document(2000), { key: "panel-key" })).status).toBe(429);
  });

  test("are told late to who goes on, and nobody else waits", async () => {
    await using served = await serveAt({ newDocumentsPerMinute: 1 });
    await post(served.url, known, owner);
    const flood = Array.from({ length: 80 }, (_, index) => post(served.url, `{ wrong${index} }`, owner));
    const first = await Promise.race(flood);
    expect(first.status).toBe(429);
    expect((await post(served.url, document(1), { key: "panel-key" })).status).toBe(200);
    expect((await post(served.url, known, owner)).status).toBe(200);
    expect((await Promise.all(flood)).map(({ status }) => status)).toEqual(flood.map(() => 429));
    const metrics = await fetch(`${served.url}/metrics`, { headers: { authorization: "Bearer owner-key" } });
    const text = await metrics.text();
    expect(text).toContain("plenticore_gateway_refusals_held_total 20");
    expect(text).toContain('plenticore_gateway_limit_hits_total{limit="newDocumentsPerMinute"} 80');
  });

  test("over a WebSocket, too: who goes on is ended as a flood", async () => {
    await using served = await serveAt({ newDocumentsPerMinute: 2 });
    const { socket, messages, closed } = await acknowledged(served.url, { authorization: "Bearer owner-key" });
    for (let id = 0; id < 100; id++) {
      socket.send(JSON.stringify({ id: String(id), type: "subscribe", payload: { query: `{ wrong${id} }` } }));
    }
    expect(await closed).toMatchObject({ code: 4414 });
    const errors = messages.filter(({ type }) => type === "error").map(({ payload }) => JSON.stringify(payload));
    expect(errors.filter((error) => error.includes("BAD_INPUT"))).toHaveLength(2);
    expect(errors.filter((error) => error.includes("limits.newDocumentsPerMinute: ")).length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(22);
  });
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
