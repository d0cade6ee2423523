import { describe, expect, test } from "vitest";
import { fakeFleet, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { liveInverter } from "./example/live-inverter.ts";
import { acknowledged, bareWebSocket, open } from "./example/raw-clients.ts";
import { type ServedOptions, serve } from "./example/serve.ts";
import { type Outcome, transports } from "./example/subscribe.ts";
import { until } from "./example/until.ts";

const document = "subscription { inverterLive(every: 1) { name live { power { home solar grid } } } }";

const home = (result: Outcome | undefined): number | undefined =>
  (result?.data?.["inverterLive"] as { live: { power: { home: number } } } | undefined)?.live.power.home;

async function setUp(limits: NonNullable<ServedOptions["limits"]> = {}) {
  const garage = liveInverter("garage");
  const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]), { limits });
  return { garage, served };
}

test("a key that has flooded waits for its next socket, and no other key does", async () => {
  const garage = liveInverter("garage");
  const keys = [keyOf("noisy", "VIEWER"), keyOf("quiet", "VIEWER")];
  const fleet = fakeFleet([fakePlant("home", [garage.inverter])]);
  await using served = await serve(fleet, { keys, limits: { messagesPer10s: 50 } });
  const noisy = { authorization: "Bearer noisy-key" };
  const { socket, closed } = await acknowledged(served.url, noisy);
  for (let count = 0; count < 100; count++) socket.ping();
  expect((await closed).code).toBe(4414);
  const next = open(served.url, noisy);
  next.socket.once("open", () => next.socket.send('{"type":"connection_init"}'));
  const quiet = await acknowledged(served.url, { authorization: "Bearer quiet-key" });
  expect(quiet.messages).toEqual([{ type: "connection_ack" }]);
  expect(await next.closed).toEqual({
    code: 4414,
    reason: "limits.messagesPer10s: this key has sent too much, come again later",
  });
  expect(next.messages).toEqual([]);
  quiet.socket.terminate();
});

describe("each has its limit, and a healthy client beside notices nothing", () => {
  const cases: [what: string, limits: NonNullable<ServedOptions["limits"]>, attack: (url: string) => Promise<void>][] =
    [
      [
        "1,000 subscriptions on one socket",
        { subscriptionsPerSocket: 10 },
        async (url) => {
          const { socket, messages } = await acknowledged(url);
          for (let id = 0; id < 1000; id++) {
            socket.send(JSON.stringify({ id: String(id), type: "subscribe", payload: { query: document } }));
          }
          // Those over the limit are refused one by one, then it is a flood.
          await until(() => messages.some(({ type }) => type === "error"));
          const refused = messages.find(({ type }) => type === "error");
          expect(refused?.payload).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED" } }]);
          expect(JSON.stringify(refused)).toContain("limits.subscriptionsPerSocket: there are 10 already");
          socket.terminate();
        },
      ],
      [
        "subscriptions of one key over several sockets",
        { subscriptionsPerKey: 3 },
        async (url) => {
          const sockets = await Promise.all([acknowledged(url), acknowledged(url), acknowledged(url)]);
          for (const { socket } of sockets) {
            socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: document } }));
          }
          await until(() => sockets.some(({ messages }) => messages.some(({ payload }) => payload !== undefined)));
          await until(() =>
            JSON.stringify(sockets.map(({ messages }) => messages)).includes("limits.subscriptionsPerKey"),
          );
          for (const { socket } of sockets) socket.terminate();
        },
      ],
      [
        "more sockets than there are places",
        { sockets: 3 },
        async (url) => {
          const sockets = [open(url), open(url), open(url)];
          const refused = await Promise.race(sockets.map(({ closed }) => closed));
          expect(refused).toEqual({ code: 4415, reason: "limits.sockets: there are 3 already" });
          for (const { socket } of sockets) socket.terminate();
        },
      ],
      [
        "a flood of pings",
        { messagesPer10s: 50 },
        async (url) => {
          const { socket, closed } = await acknowledged(url);
          for (let count = 0; count < 100; count++) socket.ping();
          expect(await closed).toEqual({ code: 4414, reason: "limits.messagesPer10s: more than 50" });
        },
      ],
      [
        "a flood of pongs",
        { messagesPer10s: 50 },
        async (url) => {
          const { socket, closed } = await acknowledged(url);
          for (let count = 0; count < 100; count++) socket.pong();
          expect((await closed).code).toBe(4414);
        },
      ],
      [
        "a flood, after which others without a key are as welcome as before",
        { messagesPer10s: 50 },
        async (url) => {
          const { socket, closed } = await acknowledged(url);
          for (let count = 0; count < 100; count++) socket.ping();
          await closed;
          const next = await acknowledged(url);
          expect(next.messages).toEqual([{ type: "connection_ack" }]);
          next.socket.terminate();
        },
      ],
      [
        "a message of 10 MiB",
        {},
        async (url) => {
          const { socket, closed } = open(url);
          await new Promise((resolve) => socket.once("open", resolve));
          socket.send(JSON.stringify({ type: "connection_init", payload: { text: "x".repeat(10 * 1024 * 1024) } }));
          expect((await closed).code).toBe(1009);
        },
      ],
      [
        "silence instead of connection_init",
        { initSeconds: 1 },
        async (url) => {
          expect((await open(url).closed).code).toBe(4408);
        },
      ],
      [
        "silence when it is pinged",
        { keepAliveSeconds: 1 },
        async (url) => {
          const client = await bareWebSocket(url);
          // It ends it, and does not hear why.
          await new Promise((resolve) => client.once("close", resolve));
        },
      ],
      [
        "a subscription before connection_init",
        {},
        async (url) => {
          const { socket, closed } = open(url);
          await new Promise((resolve) => socket.once("open", resolve));
          socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: document } }));
          expect((await closed).code).toBe(4401);
        },
      ],
      [
        "no JSON",
        {},
        async (url) => {
          const { socket, closed } = await acknowledged(url);
          socket.send("{");
          expect((await closed).code).toBe(4400);
        },
      ],
      [
        "a page of another origin",
        {},
        async (url) => {
          const { socket } = open(url, { origin: "https://evil.example" });
          const status = await new Promise((resolve) => {
            socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
          });
          expect(status).toBe(403);
        },
      ],
    ];

  test.each(cases)("%s", async (_what, limits, attack) => {
    const { garage, served } = await setUp(limits);
    const [[, subscribe] = transports[1]!] = transports;
    const healthy = subscribe(served.url, document);
    await healthy.received(1);
    await attack(served.url);
    garage.publish(42);
    await healthy.received(2);
    expect(home(healthy.results[1])).toBe(42);
    await healthy.stop();
    await served.gateway.close();
  });
});

test("queries and mutations over WebSocket answer as over HTTP, errors included", async () => {
  const { served } = await setUp();
  const [[, subscribe] = transports[1]!] = transports;
  const asked = async (query: string) => {
    const answer = subscribe(served.url, query);
    await answer.received(1);
    await answer.completed;
    await answer.stop();
    return answer.results[0];
  };
  for (const query of ["{ inverters { id name } }", '{ inverter(id: "none") { id } }']) {
    const response = await fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    expect(await asked(query)).toEqual(await response.json());
  }
  const { socket, messages } = await acknowledged(served.url);
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: "{ nothing }" } }));
  await until(() => messages.length > 1);
  expect(messages[1]).toMatchObject({ type: "error", payload: [{ extensions: { code: "BAD_INPUT" } }] });
  socket.terminate();
  await served.gateway.close();
});
