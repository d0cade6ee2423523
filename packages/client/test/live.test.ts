import { expect, test } from "vitest";
import {
  type ClientOptions,
  createPlenticoreClient,
  DeviceEventUpdatesDocument,
  type GatewayError,
  InverterLiveDocument,
  type PlenticoreClient,
} from "../src/index.ts";
import { answer, FakeStream, fakeWorld, settled } from "./fake-world.ts";

const value = (number: number, inverterId = "garage") => ({ data: { inverterLive: { inverterId, every: number } } });

/** A client in a world of its own; `followed` is what a subscription brought, and how it ended. */
function scene(options: Partial<ClientOptions> = {}) {
  const world = fakeWorld();
  const client = createPlenticoreClient({
    url: "http://gateway",
    ...options,
    runtime: { ...world.runtime, ...options.runtime },
  });
  return { ...world, client, state: () => client.connection.get() };
}

function follow(client: PlenticoreClient, signal?: AbortSignal) {
  const seen = { values: [] as number[], end: "none" as "none" | "done" | GatewayError };
  const run = async () => {
    for await (const { data } of client.subscribe(InverterLiveDocument, {}, { signal }))
      seen.values.push(data.inverterLive.every);
    seen.end = "done";
  };
  run().catch((error: GatewayError) => {
    seen.end = error;
  });
  return seen;
}

/** A subscription that runs over WebSocket. */
async function connected(options: Partial<ClientOptions> = {}) {
  const all = scene(options);
  const seen = follow(all.client);
  await settled();
  all.sockets[0]?.open();
  all.sockets[0]?.say({ type: "connection_ack" });
  await settled();
  const [id = ""] = all.sockets[0]?.running ?? [];
  const last = () => all.sockets.at(-1)!;
  return { ...all, seen, id, last };
}

test("nothing is sent before somebody reads, and a loop that is left ends it", async () => {
  const { client, sockets, clock } = scene();
  const values = client.subscribe(InverterLiveDocument);
  await settled();
  expect(sockets).toEqual([]);
  const iterator = values[Symbol.asyncIterator]();
  const first = iterator.next();
  await settled();
  sockets[0]!.open();
  sockets[0]!.say({ type: "connection_ack" });
  const [id] = sockets[0]!.running;
  sockets[0]!.say({ type: "next", id, payload: value(1) });
  expect(await first).toMatchObject({ done: false, value: { kind: "complete", skipped: 0 } });
  await iterator.return?.();
  expect(sockets[0]!.sent.at(-1)).toEqual({ type: "complete", id });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  await clock.pass(2000);
  expect(sockets[0]!.state).toBe("closed");
});

test("a page that goes to its next view keeps the socket", async () => {
  const { client, sockets, clock } = await connected();
  const signal = new AbortController();
  follow(client, signal.signal);
  await settled();
  signal.abort();
  await clock.pass(500);
  follow(client);
  await clock.pass(5000);
  expect(sockets.length).toBe(1);
});

test.each([
  ["the caller's signal", "signal"],
  ["closing the client", "close"],
])("ends by %s, in the middle of waiting", async (_name, how) => {
  const { client, sockets, clock } = scene();
  const gone = new AbortController();
  const seen = follow(client, gone.signal);
  await settled();
  sockets[0]!.end(4500);
  await settled();
  expect(client.connection.get().status).toBe("waiting");
  if (how === "signal") gone.abort();
  else client.close();
  await settled();
  expect(seen.end).toBe("done");
  expect(clock.pending).toBe(0);
  expect(client.connection.get().status).toBe(how === "signal" ? "idle" : "closed");
});

test.each([
  [4400, "PROTOCOL"],
  [4401, "UNAUTHENTICATED"],
  [4409, "PROTOCOL"],
  [4429, "PROTOCOL"],
  [1009, "LIMIT_EXCEEDED"],
])("close code %i ends it with %s, and nothing is tried again", async (code, want) => {
  const { last, seen, sockets, clock, state } = await connected({ key: "k" });
  last().end(code, "because");
  await clock.pass(120_000);
  expect(seen.end).toMatchObject({ name: "GatewayError", code: want, retryable: false });
  expect(String(seen.end)).toContain("because");
  expect(state()).toMatchObject({ status: "refused", error: { code: want } });
  expect(sockets.length).toBe(1);
  expect(clock.pending).toBe(0);
});

test.each([
  [1001, 0],
  [1006, 0],
  [1012, 0],
  [4403, 0],
  [4408, 0],
  [4500, 0],
  [4413, 1000],
  [4414, 10_000],
  [4415, 5000],
])("close code %i comes back, after %i ms and the back-off", async (code, atLeastMs) => {
  const { last, seen, sockets, clock, state } = await connected();
  last().end(code);
  expect(state()).toMatchObject({ status: "waiting", attempt: 1, retryInMs: atLeastMs + 500 });
  await clock.pass(atLeastMs + 499);
  expect(sockets.length).toBe(1);
  await clock.pass(1);
  expect(sockets.length).toBe(2);
  last().open();
  last().say({ type: "connection_ack" });
  last().say({ type: "next", id: last().running[0], payload: value(7) });
  await settled();
  expect(seen).toEqual({ values: [7], end: "none" });
});

test("a key that was changed is tried once more: only 4401 says that it is gone", async () => {
  const { last, clock, seen, state } = await connected({ key: "k" });
  last().end(4403, "the key was changed or revoked");
  expect(state()).toMatchObject({ status: "waiting" });
  await clock.pass(500);
  last().open();
  expect(last().sent).toEqual([{ type: "connection_init", payload: { authorization: "Bearer k" } }]);
  last().end(4401, "no known key");
  await settled();
  expect(state()).toMatchObject({ status: "refused", error: { code: "UNAUTHENTICATED" } });
  expect(seen.end).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a key that a function gives is asked for anew, also after 4403", async () => {
  let asked = 0;
  const { last, clock } = await connected({ key: () => Promise.resolve(`token-${++asked}`) });
  last().end(4403, "the token has expired");
  await clock.pass(500);
  last().open();
  expect(last().sent).toEqual([{ type: "connection_init", payload: { authorization: "Bearer token-2" } }]);
});

test("a function that can't give a key is asked again, and says nothing about the way", async () => {
  let fails = true;
  const { sockets, requests, clock, client } = scene({
    key: () => (fails ? Promise.reject(new Error("the login is away")) : "token"),
  });
  follow(client);
  await settled();
  expect(client.connection.get()).toMatchObject({
    status: "waiting",
    transport: "websocket",
    error: { code: "UNAUTHENTICATED" },
  });
  fails = false;
  await clock.pass(500);
  expect({ sockets: sockets.length, requests: requests.length }).toEqual({ sockets: 1, requests: 0 });
});

test("a gateway that fell silent is asked once, then left and tried again", async () => {
  const { last, sockets, clock, state } = await connected();
  await clock.pass(20_000);
  last().say({ type: "next", id: last().running[0], payload: value(1) });
  await clock.pass(20_000);
  await clock.pass(20_000);
  expect(last().sent.at(-1)).toEqual({ type: "ping" });
  last().say({ type: "pong" });
  await clock.pass(10_000);
  expect(state().status).toBe("connected");
  await clock.pass(30_000);
  expect(sockets[0]!.state).toBe("closed");
  expect(state()).toMatchObject({ status: "waiting", retryInMs: 500 });
  await clock.pass(500);
  expect(sockets.length).toBe(2);
});

test("a ping of the gateway is answered; a message that is none ends it", async () => {
  const { last, seen } = await connected();
  last().say({ type: "ping" });
  expect(last().sent.at(-1)).toEqual({ type: "pong" });
  last().say({ type: "hello" });
  await settled();
  expect(seen.end).toMatchObject({ code: "PROTOCOL" });
});

test("what the gateway completed is asked for again, and ends where it is not there any more", async () => {
  const { last, seen, clock, id } = await connected();
  last().say({ type: "next", id, payload: value(1) });
  last().say({ type: "complete", id });
  await settled();
  expect(seen.end).toBe("none");
  await clock.pass(500);
  const [again] = last().running.slice(-1);
  expect(again).not.toBe(id);
  const gone = { message: "there is no such inverter", extensions: { code: "NOT_FOUND", retryable: false } };
  last().say({ type: "error", id: again, payload: [gone] });
  await settled();
  expect(seen).toEqual({ values: [1], end: "done" });
});

test("a gateway that completes all and goes is waited for, and the state tells so", async () => {
  const { last, id, clock, state, client, sockets } = await connected();
  const states: string[] = [];
  client.connection.subscribe(() => states.push(state().status));
  last().say({ type: "complete", id });
  last().end(1001, "the gateway is closing");
  expect(state()).toMatchObject({ status: "waiting", attempt: 1, retryInMs: 500 });
  await clock.pass(500);
  expect(state()).toMatchObject({ status: "connecting" });
  sockets[1]!.end(1006);
  expect(state()).toMatchObject({ status: "waiting" });
  client.close();
  await clock.pass(0);
  expect(clock.pending).toBe(0);
  expect(states).toEqual(["waiting", "connecting", "waiting", "idle", "closed"]);
});

test("an id that never was is a failure", async () => {
  const { last, seen, id } = await connected();
  const gone = { message: "there is no such inverter", extensions: { code: "NOT_FOUND", retryable: false } };
  last().say({ type: "error", id, payload: [gone] });
  await settled();
  expect(seen.end).toMatchObject({ code: "NOT_FOUND", message: "there is no such inverter" });
});

test("a limit is waited for as long as the gateway says", async () => {
  const { last, sockets, clock, id } = await connected();
  const over = { message: "over", extensions: { code: "LIMIT_EXCEEDED", retryable: false, retryAfterMs: 3000 } };
  last().say({ type: "error", id, payload: [over] });
  await clock.pass(3499);
  expect({ sockets: sockets.length, state: last().state }).toEqual({ sockets: 1, state: "closed" });
  await clock.pass(1);
  expect(sockets.length).toBe(2);
});

test("a slow reader gets the newest of each inverter, and is told how many it did not get", async () => {
  const { client, sockets } = scene();
  const iterator = client.subscribe(InverterLiveDocument)[Symbol.asyncIterator]();
  const first = iterator.next();
  await settled();
  sockets[0]!.open();
  sockets[0]!.say({ type: "connection_ack" });
  const [id] = sockets[0]!.running;
  const say = (number: number, inverter?: string) =>
    sockets[0]!.say({ type: "next", id, payload: value(number, inverter) });
  say(1);
  await first;
  for (const number of [2, 3, 4]) say(number);
  say(5, "barn");
  say(6);
  expect(await iterator.next()).toMatchObject({
    value: { data: { inverterLive: { every: 5, inverterId: "barn" } }, skipped: 3 },
  });
  expect(await iterator.next()).toMatchObject({ value: { data: { inverterLive: { every: 6 } }, skipped: 0 } });
});

test("events wait for a slow reader each, a thousand of them", async () => {
  const { client, sockets } = scene();
  const iterator = client.subscribe(DeviceEventUpdatesDocument)[Symbol.asyncIterator]();
  const first = iterator.next();
  await settled();
  sockets[0]!.open();
  sockets[0]!.say({ type: "connection_ack" });
  const [id] = sockets[0]!.running;
  const say = (code: number) =>
    sockets[0]!.say({
      type: "next",
      id,
      payload: { data: { deviceEvents: { inverterId: "garage", event: { code } } } },
    });
  say(0);
  await first;
  for (let code = 1; code <= 1002; code += 1) say(code);
  expect(await iterator.next()).toMatchObject({
    value: { data: { deviceEvents: { event: { code: 3 } } }, skipped: 2 },
  });
  expect(await iterator.next()).toMatchObject({
    value: { data: { deviceEvents: { event: { code: 4 } } }, skipped: 0 },
  });
});

test("what came before a failure is read before it", async () => {
  const { client, sockets } = scene();
  const iterator = client.subscribe(InverterLiveDocument)[Symbol.asyncIterator]();
  const first = iterator.next();
  await settled();
  sockets[0]!.open();
  sockets[0]!.say({ type: "connection_ack" });
  const [id] = sockets[0]!.running;
  sockets[0]!.say({ type: "next", id, payload: value(1) });
  sockets[0]!.say({ type: "next", id, payload: value(2) });
  sockets[0]!.end(4401, "no known key");
  expect(await first).toMatchObject({ value: { data: { inverterLive: { every: 1 } } } });
  expect(await iterator.next()).toMatchObject({ value: { data: { inverterLive: { every: 2 } } } });
  await expect(iterator.next()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});

// WebSocket barred

const eventOf = (payload: object): string => `event: next\ndata: ${JSON.stringify(payload)}\n\n`;

test("where no WebSocket comes to stand, values come by server-sent events, for the client's life, and the state tells", async () => {
  const { client, sockets, requests, clock, state } = scene({ key: "k" });
  const seen = follow(client);
  await settled();
  sockets[0]!.end(1006);
  await settled();
  expect(state()).toEqual({ transport: "sse", status: "connecting", attempt: 1 });
  expect(requests[0]).toMatchObject({
    url: "http://gateway/graphql",
    init: { headers: { accept: "text/event-stream", authorization: "Bearer k" } },
  });
  const stream = new FakeStream();
  requests[0]!.answer(stream.response);
  await settled();
  expect(state()).toEqual({ transport: "sse", status: "connected" });
  stream.say(":\n\n");
  stream.say(eventOf(value(1)).slice(0, 20));
  stream.say(eventOf(value(1)).slice(20));
  await settled();
  expect(seen.values).toEqual([1]);
  stream.end();
  await clock.pass(500);
  expect({ sockets: sockets.length, requests: requests.length }).toEqual({ sockets: 1, requests: 2 });
});

test.each([
  ["never opens", (world: ReturnType<typeof scene>) => world.clock.pass(10_000)],
  [
    "opens, and lets nothing through",
    (world: ReturnType<typeof scene>) => {
      world.sockets[0]!.open();
      return world.clock.pass(10_000);
    },
  ],
])("a WebSocket that %s is barred after 10 s", async (_name, passes) => {
  const world = scene();
  follow(world.client);
  await settled();
  await passes(world);
  expect(world.requests.length).toBe(1);
  expect(world.sockets[0]!.state).toBe("closed");
});

test("a platform without WebSocket, and a page that may make none, are served by events", async () => {
  const Forbidden = function () {
    throw new Error("SecurityError");
  };
  for (const WebSocket of [undefined, Forbidden as unknown as undefined]) {
    const { client, requests } = scene({ runtime: { WebSocket } });
    follow(client);
    await settled();
    expect(requests.length).toBe(1);
  }
});

test("a gateway that is down is no barred WebSocket: both ways are tried in turn until one opens", async () => {
  const { client, sockets, requests, clock, state } = scene();
  const seen = follow(client);
  await settled();
  sockets[0]!.end(1006);
  await settled();
  requests[0]!.fail(new TypeError("fetch failed"));
  await settled();
  expect(state()).toMatchObject({ transport: "websocket", status: "waiting", attempt: 1, retryInMs: 500 });
  await clock.pass(500);
  sockets[1]!.open();
  sockets[1]!.say({ type: "connection_ack" });
  sockets[1]!.say({ type: "next", id: sockets[1]!.running[0], payload: value(1) });
  await settled();
  expect(seen.values).toEqual([1]);
  sockets[1]!.end(1006);
  await clock.pass(500);
  sockets[2]!.end(1006);
  await clock.pass(2000);
  expect({ sockets: sockets.length, requests: requests.length }).toEqual({ sockets: 4, requests: 1 });
});

test("a close code of the gateway proves that WebSockets reach it", async () => {
  const { client, sockets, requests, clock } = scene();
  follow(client);
  await settled();
  sockets[0]!.open();
  sockets[0]!.end(4415, "limits.sockets");
  await clock.pass(5500);
  sockets[1]!.end(1006);
  await clock.pass(10_000);
  expect(requests).toEqual([]);
});

test("by events, too, a key that is refused ends it, and other trouble is tried again", async () => {
  const { client, requests, clock, state } = scene({ transport: "sse" });
  const seen = follow(client);
  await settled();
  requests[0]!.answer(answer("<html>", { status: 502, type: "text/html" }));
  await settled();
  expect(state()).toMatchObject({ status: "waiting", retryInMs: 500 });
  await clock.pass(500);
  const refused = { message: "send a key", extensions: { code: "UNAUTHENTICATED", retryable: false } };
  requests[1]!.answer(answer({ errors: [refused] }, { status: 401 }));
  await clock.pass(120_000);
  expect(seen.end).toMatchObject({ code: "UNAUTHENTICATED", message: "send a key" });
  expect(state()).toMatchObject({ status: "refused" });
  expect(requests.length).toBe(2);
});

test("events: a key that never comes is awaited no longer than an answer", async () => {
  const { client, requests, clock, state } = scene({ transport: "sse", key: () => new Promise(() => undefined) });
  const gone = new AbortController();
  follow(client, gone.signal);
  await settled();
  await clock.pass(120_000);
  expect(state()).not.toMatchObject({ attempt: 1 });
  expect(requests).toEqual([]);
  gone.abort();
  await settled();
  expect(clock.pending).toBe(0);
});

test("events: a silent stream is left after 75 s, a completed one is asked for again, and stopping aborts the request", async () => {
  const { client, requests, clock } = scene({ transport: "sse" });
  const gone = new AbortController();
  follow(client, gone.signal);
  await settled();
  const first = new FakeStream();
  requests[0]!.answer(first.response);
  await clock.pass(74_000);
  first.say(":\n\n");
  await clock.pass(74_000);
  expect(requests[0]!.init.signal.aborted).toBe(false);
  await clock.pass(1000);
  expect(requests[0]!.init.signal.aborted).toBe(true);
});

test("watchers of the state are called at each change, until they leave, and get the same object between", async () => {
  const { client, last } = await connected();
  const states: string[] = [];
  const leave = client.connection.subscribe(() => states.push(client.connection.get().status));
  expect(client.connection.get()).toBe(client.connection.get());
  last().end(4500);
  leave();
  client.close();
  expect(states).toEqual(["waiting"]);
});
