import { type DeviceEvent, type DeviceEventState, quantity, type Watch } from "@plenticore/core";
import { expect, test } from "vitest";
import { post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant, noon } from "./example/fake-fleet.ts";
import { liveInverter } from "./example/live-inverter.ts";
import { acknowledged, stalledClients } from "./example/raw-clients.ts";
import { type ServedOptions, serve } from "./example/serve.ts";
import { type Outcome, transports } from "./example/subscribe.ts";
import { until } from "./example/until.ts";

const document = "subscription { inverterLive(every: 1) { name live { power { home solar grid } } } }";

/** So much of it that events soon fill the buffers of the system, too. */
const fat = `subscription { inverterLive(every: 1) { live { ${Array.from({ length: 300 }, (_, index) => `a${index}: power { home }`).join(" ")} } } }`;

const home = (result: Outcome | undefined): number | undefined =>
  (result?.data?.["inverterLive"] as { live: { power: { home: number } } } | undefined)?.live.power.home;

async function setUp(limits: NonNullable<ServedOptions["limits"]> = {}) {
  const garage = liveInverter("garage");
  const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]), {
    limits: { aliases: 300, ...limits },
  });
  return { garage, served };
}

/** So long that a few hundred fill what the system buffers. */
const deviceEvent = (code: number): DeviceEvent => ({
  code,
  category: "INFO",
  categoryRaw: "info",
  group: null,
  description: null,
  longDescription: "x".repeat(10_000),
  active: false,
  startTime: quantity(noon),
  endTime: null,
  startTimeRaw: "2026-06-21T12:00:00",
  endTimeRaw: null,
});

/** What this process holds: texts are on the heap, frames beside it. */
function usedBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test("a stalled WebSocket and a stalled SSE reader beside 100 healthy ones for 2,000 events: these miss nothing, memory is flat", async () => {
  const { garage, served } = await setUp({ stallSeconds: 3600, keepAliveSeconds: 3600 });
  const healthy = Array.from({ length: 100 }, (_, index) => {
    const [, subscribe] = transports[index % 10 === 0 ? 1 : 0] ?? transports[0]!;
    return subscribe(served.url, document);
  });
  await Promise.all(healthy.map((one) => one.received(1)));
  const stuck = await Promise.all(stalledClients.map(([, stall]) => stall(served.url, fat)));
  await until(() => served.gateway.live.subscriptions === 102);
  let early = 0;
  let missed = 0;
  const seen: Outcome = {};
  for (let value = 1; value <= 2000; value++) {
    garage.publish(value);
    await Promise.all(healthy.map((one) => one.received(value + 1)));
    for (const one of healthy) {
      if (home(one.results.at(-1)) !== value) missed += 1;
      // What came is kept by this test's clients, not by the gateway.
      one.results[value - 1] = seen;
    }
    if (value === 400) early = usedBytes();
  }
  expect(missed).toBe(0);
  // Were they queued, the 1,600 events between would be 40 MiB.
  expect(usedBytes() - early).toBeLessThan(16 * 1024 * 1024);
  expect(served.gateway.live).toMatchObject({ subscriptions: 102, slowClosed: 0 });
  for (const socket of stuck) socket.destroy();
  await Promise.all(healthy.map((one) => one.stop()));
  await served.gateway.close();
}, 240_000);

test("a stalled SSE reader whose key is revoked is disconnected all the same", async () => {
  const { garage, served } = await setUp({ stallSeconds: 1 });
  const [, [, stall]] = stalledClients as [unknown, (typeof stalledClients)[0]];
  const stuck = await stall(served.url, fat);
  let value = 0;
  await until(() => {
    garage.publish((value += 1));
    return value === 2000;
  });
  served.gateway.reconfigure({ ...served.config, keys: [] });
  expect(served.gateway.live.subscriptions).toBe(0);
  await until(() => served.gateway.inFlight === 0);
  stuck.destroy();
  await served.gateway.close();
});

/** Module ids as long as an answer of some MiB. */
const longAnswer = (id: string) =>
  fakeInverter(id, {
    modules: () =>
      Promise.resolve(Array.from({ length: 40_000 }, (_, at) => ({ id: `module-${at}`, type: "x".repeat(100) }))),
  });

const modulesDocument = '{ inverter(id: "garage") { modules { id type } } }';

test("an answer that is longer than what may wait comes to a client who reads", async () => {
  const served = await serve(fakeFleet([fakePlant("home", [longAnswer("garage")])]));
  const [[, subscribe]] = transports as [(typeof transports)[0]];
  const answer = subscribe(served.url, modulesDocument);
  await answer.received(1);
  await answer.completed;
  expect(JSON.stringify(answer.results[0]).length).toBeGreaterThan(4 * 1024 * 1024);
  await answer.stop();
  await served.gateway.close();
});

test("a client who goes on asking and does not read its answers is ended", async () => {
  const served = await serve(fakeFleet([fakePlant("home", [longAnswer("garage")])]));
  const { socket } = await acknowledged(served.url);
  socket.pause();
  for (let id = 0; id < 20; id++) {
    socket.send(JSON.stringify({ id: String(id), type: "subscribe", payload: { query: modulesDocument } }));
  }
  await until(() => served.gateway.live.sockets === 0);
  expect(served.gateway.live.slowClosed).toBe(1);
  expect(served.log()).toContain('"message":"ended a client","code":4413');
  socket.terminate();
  await served.gateway.close();
});

test.each(stalledClients)("a stalled %s reader is ended after a while, and counted", async (name, stall) => {
  const { garage, served } = await setUp({ stallSeconds: 1 });
  const stuck = await stall(served.url, fat);
  let value = 0;
  await until(() => {
    garage.publish((value += 1));
    return served.gateway.live.slowClosed === 1;
  });
  await until(() => served.gateway.live.subscriptions === 0);
  expect(garage.watching()).toBe(0);
  if (name === "WebSocket") {
    expect(served.log()).toContain('"message":"ended a client","code":4413,"reason":"the client did not read"');
    await until(() => served.gateway.live.sockets === 0);
  }
  stuck.destroy();
  await served.gateway.close();
});

const eventsDocument = "subscription { deviceEvents { event { code longDescription } gap } }";

interface Told {
  readonly event: { readonly code: number };
  readonly gap: number;
}

const toldIn = ({ data }: Outcome): Told => data?.["deviceEvents"] as Told;

/** Readers who do not read before they are asked for all that came. */
const lateReaders: readonly (readonly [string, (url: string) => Promise<(count: number) => Promise<Told[]>>])[] = [
  [
    "WebSocket",
    async (url) => {
      const { socket, messages } = await acknowledged(url);
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: eventsDocument } }));
      socket.pause();
      return async (count) => {
        socket.resume();
        await until(() => messages.length > count);
        socket.terminate();
        return messages.slice(1).map(({ payload }) => toldIn(payload as Outcome));
      };
    },
  ],
  [
    "SSE",
    async (url) => {
      const response = await post(url, eventsDocument, { headers: { accept: "text/event-stream" } });
      return async (count) => {
        const chunks: string[] = [];
        const decoder = new TextDecoder();
        const isLast = () => chunks.slice(-2).join("").includes(`"code":${count},`) && chunks.at(-1)?.endsWith("\n\n");
        for await (const chunk of response.body ?? []) {
          chunks.push(decoder.decode(chunk, { stream: true }));
          if (isLast() === true) break;
        }
        const data = Array.from(chunks.join("").matchAll(/^data: (.+)$/gm), ([, text = ""]) => text);
        return data.map((text) => toldIn(JSON.parse(text) as Outcome));
      };
    },
  ],
];

test.each(lateReaders)(
  "over %s events wait for a slow reader in their watch, which counts what it drops: nothing else drops any",
  async (_name, subscribe) => {
    const count = 3000;
    let told = 0;
    const watch: Watch<DeviceEventState> = {
      next: () => {
        if (told === count) return new Promise<never>(() => undefined);
        told += 1;
        return Promise.resolve({ done: false, value: { inverterId: "garage", event: deviceEvent(told), gap: 0 } });
      },
      [Symbol.asyncIterator]: () => watch,
    };
    const garage = fakeInverter("garage", { watchEvents: () => watch });
    const served = await serve(fakeFleet([fakePlant("home", [garage])]));
    const read = await subscribe(served.url);
    let before = -1;
    // Until the buffers of the way are full.
    while (before !== told) {
      before = told;
      for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    const all = await read(count);
    expect(all.map(({ event }) => event.code)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(all.every(({ gap }) => gap === 0)).toBe(true);
    await until(() => served.gateway.live.subscriptions === 0);
    await served.gateway.close();
  },
);
