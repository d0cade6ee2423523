import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../statistics.ts";
import { type Protocol, SocketClient } from "./socket-client.ts";
import type { SubscribersAnswer, SubscribersOrder } from "./subscribers.ts";

// Holds the subscribers of a measurement, apart from the server and the harness.

/** Sockets that are opened at a time: a listener's queue is not what is measured. */
const atOnce = 200;
/** One in so many is asked how late its events are. */
const lookedAt = 50;

const clients: SocketClient[] = [];
let delays: number[] = [];
let lags: number[] = [];
const lastOf = new Map<string, number>();

const look = (payload: Buffer): void => {
  const text = payload.toString("latin1");
  const [, inverterId, every] = /"inverterId":"(\w+)","every":([\d.]+)/.exec(text) ?? [];
  const observedAt = Date.parse(/"observedAt":"([^"]+)/.exec(text)?.[1] ?? "");
  if (inverterId === undefined || Number.isNaN(observedAt)) return;
  delays.push(Date.now() - observedAt);
  const last = lastOf.get(inverterId);
  if (last !== undefined) lags.push(Math.abs(observedAt - last - Number(every) * 1000));
  lastOf.set(inverterId, observedAt);
};

const protocolOf = ({ plain, documents }: SubscribersOrder, index: number): Protocol => {
  if (plain) return { path: "/", messages: [], greetings: 0 };
  const { query, variables } = documents[index % documents.length] ?? { query: "" };
  return {
    path: "/graphql",
    subprotocol: "graphql-transport-ws",
    messages: [
      '{"type":"connection_init"}',
      JSON.stringify({
        id: "1",
        type: "subscribe",
        payload: { query: query.replace("$INDEX", String(index)), variables },
      }),
    ],
    greetings: 1,
  };
};

async function join(order: SubscribersOrder): Promise<void> {
  for (let first = 0; first < order.count; first += atOnce) {
    const batch = Array.from(
      { length: Math.min(atOnce, order.count - first) },
      (_, at) =>
        new SocketClient(order.port, protocolOf(order, first + at), (first + at) % lookedAt === 0 ? look : undefined),
    );
    clients.push(...batch);
    while (!batch.every(({ isReady }) => isReady)) await sleep(5);
  }
}

const events = (): number => clients.reduce((sum, client) => sum + client.events, 0);

async function count(ms: number): Promise<SubscribersAnswer> {
  delays = [];
  lags = [];
  const before = events();
  await sleep(ms);
  return { events: events() - before, p99Ms: percentile(delays, 0.99), lagP99Ms: percentile(lags, 0.99) };
}

type Order = { readonly join: SubscribersOrder } | { readonly count: number };

async function answerTo(order: Order): Promise<SubscribersAnswer | undefined> {
  if ("count" in order) return await count(order.count);
  await join(order.join);
  return undefined;
}

process.on("message", (order: Order) => {
  answerTo(order).then(
    (answer) => process.send?.({ ok: true, answer }),
    (error: unknown) => process.send?.({ ok: false, message: error instanceof Error ? error.message : String(error) }),
  );
});
