import { connect, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { fakeFleet, fakePlant } from "./example/fake-fleet.ts";
import { liveInverter } from "./example/live-inverter.ts";
import { type ServedOptions, serve } from "./example/serve.ts";
import { type Outcome, transports } from "./example/subscribe.ts";

const document = "subscription { inverterLive(every: 1) { name live { power { home solar grid } } } }";

/** So much of it that events soon fill the buffers of the system, too. */
const fat = `subscription { inverterLive(every: 1) { live { ${Array.from({ length: 300 }, (_, index) => `a${index}: power { home }`).join(" ")} } } }`;

const home = (result: Outcome | undefined): number | undefined =>
  (result?.data?.["inverterLive"] as { live: { power: { home: number } } } | undefined)?.live.power.home;

async function setUp(limits: NonNullable<ServedOptions["limits"]> = {}) {
  const garage = liveInverter("garage");
  const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]), { limits });
  return { garage, served };
}

const socketUrl = (url: string): string => `${url.replace(/^http/, "ws")}/graphql`;

interface Raw {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly messages: { type: string; id?: string; payload?: unknown }[];
}

function open(url: string, headers: Record<string, string> = {}): Raw {
  const socket = new WebSocket(socketUrl(url), "graphql-transport-ws", { headers });
  const messages: Raw["messages"] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString()) as Raw["messages"][number]));
  socket.on("error", () => undefined);
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  return { socket, closed, messages };
}

const until = async (fact: () => boolean): Promise<void> => {
  while (!fact()) await new Promise((resolve) => setImmediate(resolve));
};

async function acknowledged(url: string): Promise<Raw> {
  const raw = open(url);
  await new Promise((resolve) => raw.socket.once("open", resolve));
  raw.socket.send('{"type":"connection_init"}');
  await until(() => raw.messages.length > 0);
  return raw;
}

/** A client that asks and then never reads a byte. */
async function stalled(url: string, request: (socket: Socket) => void | Promise<void>): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  await request(socket);
  socket.pause();
  return socket;
}

const maskedFrame = (text: string): Buffer => {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  // A mask of zeros leaves the text as it is.
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
};

const stalledWebSocket = (url: string): Promise<Socket> =>
  stalled(url, async (socket) => {
    const heard = { text: "" };
    socket.on("data", (data: Buffer) => {
      heard.text += data.toString("latin1");
    });
    const head = [
      "GET /graphql HTTP/1.1",
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
      "Sec-WebSocket-Protocol: graphql-transport-ws",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    socket.write(maskedFrame('{"type":"connection_init"}'));
    await until(() => heard.text.includes("connection_ack"));
    socket.write(maskedFrame(JSON.stringify({ id: "1", type: "subscribe", payload: { query: fat } })));
  });

const stalledSse = (url: string): Promise<Socket> =>
  stalled(url, (socket) => {
    const body = JSON.stringify({ query: fat });
    const head = [
      "POST /graphql HTTP/1.1",
      "Host: localhost",
      "Content-Type: application/json",
      "Accept: text/event-stream",
      `Content-Length: ${body.length}`,
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  });

test("a stalled WebSocket and a stalled SSE reader beside 100 healthy ones: these miss nothing, memory is flat, the stalled are ended and counted", async () => {
  const { garage, served } = await setUp({ stallSeconds: 1, aliases: 300 });
  const healthy = Array.from({ length: 100 }, (_, index) => {
    const [, subscribe] = transports[index % 10 === 0 ? 1 : 0] ?? transports[0]!;
    return subscribe(served.url, document);
  });
  await Promise.all(healthy.map((one) => one.received(1)));
  const stuck = [await stalledWebSocket(served.url), await stalledSse(served.url)];
  await until(() => served.gateway.live.subscriptions === 102);
  const used = () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  let early = 0;
  for (let value = 1; value <= 2000; value++) {
    garage.publish(value);
    await Promise.all(healthy.map((one) => one.received(value + 1)));
    for (const one of healthy) {
      expect(home(one.results.at(-1))).toBe(value);
      // What came is kept by this test's clients, not by the gateway.
      one.results[value - 1] = {};
    }
    if (value === 400) early = used();
  }
  expect(used() - early).toBeLessThan(24 * 1024 * 1024);
  await until(() => served.gateway.live.slowClosed === 2);
  await until(() => served.gateway.live.subscriptions === 100);
  for (const socket of stuck) socket.destroy();
  await Promise.all(healthy.map((one) => one.stop()));
  await served.gateway.close();
}, 120_000);

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
