import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { PlenticoreError } from "@plenticore/core";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { LimitHits } from "../../src/limits/hits.ts";
import { defaultLimits, type Limits } from "../../src/limits/limits.ts";
import { Rates } from "../../src/limits/rates.ts";
import { RefusalLines } from "../../src/limits/refusal-lines.ts";
import { Refusals } from "../../src/limits/refusals.ts";
import { Strangers } from "../../src/limits/strangers.ts";
import { Turns } from "../../src/limits/turns.ts";
import { createLogger } from "../../src/log.ts";
import { createAdmission } from "../../src/server/admission.ts";
import { createHold } from "../../src/server/hold.ts";
import { post } from "../example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "../example/fake-fleet.ts";
import { keyOf } from "../example/keys.ts";
import { connected } from "../example/raw-clients.ts";
import { scrape } from "../example/scrape.ts";
import { serve } from "../example/serve.ts";

const here = { gone: new AbortController().signal, drop: () => undefined };
const doze = () => Promise.resolve();
const limits = defaultLimits;

test("sixty refusals of an address in a minute are told at once, the next after a second; others are others", () => {
  const clock = { now: 0 };
  const refusals = new Refusals({ limits, now: () => clock.now });
  for (let refused = 0; refused < 60; refused++) expect(refusals.hold("10.0.0.1", here)).toBeUndefined();
  expect(refusals.hold("10.0.0.1", here)).toBeInstanceOf(Promise);
  expect(refusals.hold("10.0.0.2", here)).toBeUndefined();
  clock.now += 1000;
  expect(refusals.hold("10.0.0.1", here)).toBeUndefined();
  expect(refusals.hold("10.0.0.1", here)).toBeInstanceOf(Promise);
});

test.each([
  ["2001:db8:0:7::1", "2001:db8:0:7:ffff:ffff:ffff:ffff", "2001:db8:0:8::1"],
  ["2001:db8::1", "2001:db8:0:0:1:2:3:4", "2001:db8:0:1::1"],
  ["fe80::1", "fe80::2", "::1"],
  ["2001:db8:0:7::", "2001:db8:0:7::2", "2001:db8:0:6::"],
])("%s and %s are one network, and %s is another", (one, same, another) => {
  const refusals = new Refusals({ limits, now: () => 0, sleep: doze });
  for (let refused = 0; refused < 60; refused++) expect(refusals.hold(one, here)).toBeUndefined();
  expect(refusals.hold(same, here)).toBeInstanceOf(Promise);
  expect(refusals.hold(another, here)).toBeUndefined();
});

test("IPv4 addresses written as IPv6 are no network", () => {
  const refusals = new Refusals({ limits, now: () => 0, sleep: doze });
  for (let refused = 0; refused < 60; refused++) expect(refusals.hold("::ffff:10.0.0.1", here)).toBeUndefined();
  expect(refusals.hold("::ffff:10.0.0.2", here)).toBeUndefined();
});

test("those that wait are told one after the other, 40 ms apart, and wait 10 s at most", () => {
  const clock = { now: 0 };
  const slept: number[] = [];
  const sleep = (ms: number) => Promise.resolve(void slept.push(ms));
  const refusals = new Refusals({
    limits: { ...limits, connectionsPerAddress: 1000, socketsPerAddress: 1000 },
    ...{ now: () => clock.now, sleep },
  });
  for (let refused = 0; refused < 63; refused++) void refusals.hold("10.0.0.1", here);
  expect(slept.splice(0)).toEqual([1000, 1040, 1080]);
  for (let refused = 0; refused < 60; refused++) void refusals.hold("10.0.0.2", here);
  expect(slept).toEqual([]);
  for (let refused = 0; refused < 300; refused++) void refusals.hold("10.0.0.1", here);
  expect([slept[0], slept[222], ...slept.slice(223)]).toEqual([1120, 10_000, ...Array(77).fill(10_000)]);
  expect(refusals.counts.held).toBe(303);
  // As soon as they have been told, it is a second again; but sixty of the new minute are told at once.
  clock.now = 60_000;
  slept.length = 0;
  for (let refused = 0; refused < 61; refused++) void refusals.hold("10.0.0.1", here);
  expect(slept).toEqual([1000]);
});

test.each([
  { connectionsPerAddress: 21, socketsPerAddress: 40 },
  { connectionsPerAddress: 40, socketsPerAddress: 21 },
])(
  "half of an address's places are for who waits ($connectionsPerAddress, $socketsPerAddress), the next are cut off",
  async (few) => {
    const { refuse, ends, counts } = crowded({ ...limits, ...few });
    expect(counts()).toEqual({ waiting: 0, dropped: 0 });
    for (let refused = 0; refused < 10; refused++) void refuse("10.0.0.1");
    expect(counts()).toEqual({ waiting: 10, dropped: 0 });
    const cut = refuse("10.0.0.1");
    expect(counts()).toEqual({ waiting: 10, dropped: 1 });
    await cut;
    void refuse("10.0.0.2");
    expect(counts()).toEqual({ waiting: 11, dropped: 1 });
    // Who was told makes room.
    ends[0]?.();
    await new Promise(setImmediate);
    void refuse("10.0.0.1");
    void refuse("10.0.0.1");
    expect(counts()).toEqual({ waiting: 12, dropped: 2 });
  },
);

test.each([
  { connections: 21, sockets: 40 },
  { connections: 40, sockets: 21 },
])("half of all places, too, however many networks there are ($connections, $sockets)", async (few) => {
  const { refuse, ends, counts } = crowded({ ...limits, ...few });
  for (let network = 0; network < 10; network++) void refuse(`2001:db8:0:${network}::1`);
  expect(counts()).toEqual({ waiting: 10, dropped: 0 });
  const cut = refuse("2001:db8:0:a::1");
  expect(counts()).toEqual({ waiting: 10, dropped: 1 });
  await cut;
  ends[0]?.();
  await new Promise(setImmediate);
  void refuse("2001:db8:0:a::1");
  void refuse("2001:db8:0:a::1");
  expect(counts()).toEqual({ waiting: 11, dropped: 2 });
});

/** Of networks that have had what is told at once; those who wait are let go by the test, and `waiting` counts also these. */
function crowded(few: Limits) {
  const ends: (() => void)[] = [];
  const sleep = () => new Promise<void>((resolve) => ends.push(resolve));
  const refusals = new Refusals({ limits: few, now: () => 0, sleep });
  const seen = new Set<string>();
  let dropped = 0;
  const refuse = (address: string) => {
    if (!seen.has(address)) for (let prompt = 0; prompt < 60; prompt++) void refusals.hold(address, here);
    seen.add(address);
    return refusals.hold(address, { ...here, drop: () => void (dropped += 1) });
  };
  return { refuse, ends, counts: () => ({ waiting: ends.length, dropped }) };
}

test("a network of which somebody waits is not forgotten, however many others come", () => {
  const refusals = new Refusals({ limits, now: () => 0, sleep: () => new Promise(() => undefined) });
  for (let refused = 0; refused < 61; refused++) void refusals.hold("10.0.0.1", here);
  for (let other = 0; other < 10_001; other++) {
    expect(refusals.hold(`10.1.${Math.floor(other / 256)}.${other % 256}`, here)).toBeUndefined();
  }
  expect(refusals.hold("10.0.0.1", here)).toBeInstanceOf(Promise);
});

test("who goes away waits no more", async () => {
  const refusals = new Refusals({ limits, now: () => 0 });
  const gone = new AbortController();
  for (let refused = 0; refused < 60; refused++) void refusals.hold("10.0.0.1", { ...here, gone: gone.signal });
  const held = refusals.hold("10.0.0.1", { ...here, gone: gone.signal });
  gone.abort();
  await expect(held).resolves.toBeUndefined();
});

/** Admission where nobody is known, with sleepers that the test wakes. */
function strangersOnly() {
  const ends: (() => void)[] = [];
  const slept: number[] = [];
  const left: boolean[] = [];
  const sleep = (ms: number, gone: AbortSignal): Promise<void> => {
    const index = slept.push(ms) - 1;
    gone.addEventListener("abort", () => {
      left[index] = true;
    });
    return new Promise((resolve) => ends.push(resolve));
  };
  const hits = new LimitHits();
  const now = () => 0;
  const log = createLogger({ level: "error", write: () => undefined, now });
  const admit = createAdmission({
    authenticate: () => {
      throw new PlenticoreError("UNAUTHENTICATED", "the API key is not known");
    },
    rates: new Rates({ limits, hits, now }),
    turns: new Turns({ now, nextRound: setImmediate }),
    strangers: new Strangers({ limits, hits, wantsKey: () => true, isProxy: () => false }),
    hold: createHold(new Refusals({ limits, now, sleep }), () => false),
    refusalLines: new RefusalLines({ warn: log.warn, now }),
    trustProxy: () => false,
    log,
  });
  const request = (socket = new Socket()) => Object.assign(new IncomingMessage(socket), { headers: {} });
  return { admit, request, ends, slept, left };
}

test("the answer of a refusal that is held waits until its time has passed", async () => {
  const { admit, request, ends, slept } = strangersOnly();
  const told: number[] = [];
  const asked = Array.from({ length: 62 }, async (_, index) => {
    await expect(admit(request())).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    told.push(index);
  });
  await Promise.all(asked.slice(0, 60));
  expect([told.length, slept]).toEqual([60, [1000, 1040]]);
  ends[0]?.();
  await asked[60];
  expect(told).toHaveLength(61);
  ends[1]?.();
  await asked[61];
});

test("a request that is held is let go when its connection is, and however many are sent, a connection has one listener", async () => {
  const { admit, request, ends, left } = strangersOnly();
  const refused = (socket?: Socket) =>
    expect(admit(request(socket))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  for (let prompt = 0; prompt < 60; prompt++) await refused();
  const [leaves, stays] = [new Socket(), new Socket()];
  const all = [refused(leaves), ...Array.from({ length: 20 }, () => refused(stays))];
  leaves.destroy();
  await new Promise((resolve) => leaves.once("close", resolve));
  expect(left).toEqual([true]);
  for (const end of ends) end();
  await Promise.all(all);
  expect(stays.listenerCount("close")).toBe(new Socket().listenerCount("close") + 1);
});

test("who sends on without waiting for answers is cut off, whatever is on its way", async () => {
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
  await using served = await serve(fleet, { keys: [keyOf("owner", "ADMIN")], monotonic: () => 0 });
  const socket = await connected(served.url);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const request =
    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
  socket.write(request.repeat(2000));
  await closed;
  const owner = await post(served.url, "{ viewer { name } }", { key: "owner-key" });
  expect(await owner.json()).toEqual({ data: { viewer: { name: "owner" } } });
  const { samples } = await scrape(served.url, "owner-key");
  expect(samples.get("plenticore_gateway_refusals_dropped_total")).toBeGreaterThan(0);
  expect(samples.get("plenticore_gateway_refusals_held_total")).toBe(limits.socketsPerAddress / 2);
});

test("a flood without a key is slowed down and does not flood the log; who has a key from there is answered meanwhile", async () => {
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
  // Time stands still, so that no refusal becomes prompt again.
  await using served = await serve(fleet, { keys: [keyOf("owner", "ADMIN")], monotonic: () => 0 });
  const flood = Array.from({ length: 100 }, () => post(served.url, "{ viewer { name } }"));
  const prompt = await Promise.all(flood.slice(0, 60));
  const held = flood.slice(60).map(async (answer) => (await answer).status);
  const owner = await post(served.url, "{ viewer { name } }", { key: "owner-key" });
  expect(await owner.json()).toEqual({ data: { viewer: { name: "owner" } } });
  expect(prompt.map(({ status }) => status)).toEqual(prompt.map(() => 401));
  expect(await Promise.all(held)).toEqual(held.map(() => 401));
  expect(served.log().match(/refused a request/g)).toHaveLength(60);
});

test("a flood of WebSockets without a key neither", async () => {
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
  await using served = await serve(fleet, { keys: [keyOf("owner", "ADMIN")], monotonic: () => 0 });
  const refused = Array.from({ length: 80 }, () => {
    const socket = new WebSocket(`${served.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    socket.on("open", () => socket.send('{"type":"connection_init","payload":{"authorization":"Bearer guess"}}'));
    return new Promise((resolve) => socket.once("close", resolve));
  });
  expect(await Promise.all(refused)).toEqual(refused.map(() => 4401));
  expect(served.log().match(/refused a client/g)).toHaveLength(60);
  expect(served.log()).not.toContain("guess");
});

test("sockets of strangers over the limit are counted, and fill no log", async () => {
  await using served = await serve(fakeFleet([]), { keys: [keyOf("owner", "ADMIN")], limits: { sockets: 1 } });
  const open = () => new WebSocket(`${served.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const first = open();
  await new Promise((resolve) => first.once("open", resolve));
  const others = Array.from({ length: 20 }, () => new Promise((resolve) => open().once("close", resolve)));
  expect(await Promise.all(others)).toEqual(others.map(() => 4415));
  expect(served.gateway.limitHits.sockets).toBe(20);
  const lines = served.log().split("\n");
  expect(lines.filter((line) => line.includes("ended a client") && !line.includes('"level":"debug"'))).toEqual([]);
  first.terminate();
});
