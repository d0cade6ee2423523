import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { percentile } from "../statistics.ts";
import { answerOrders } from "./worker.ts";

// The tenant who does nothing wrong: asks at a steady pace, whatever comes back when, as many panels do.

export interface HealthyOrder {
  readonly origin: string;
  readonly key: string;
  readonly everyMs: number;
  readonly measureMs: number;
}

export interface HealthyAnswer {
  readonly queries: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const connections = 8;
const body = JSON.stringify({ query: "{ inverters { id live(maxAge: 5) { power { home solar grid } } } }" });

answerOrders<HealthyOrder, HealthyAnswer>(async ({ origin, key, everyMs, measureMs }) => {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  const latencies: number[] = [];
  const ask = async (): Promise<void> => {
    const askedAt = performance.now();
    const answer = await pool.request({ path: "/graphql", method: "POST", headers, body });
    const text = await answer.body.text();
    if (!text.startsWith('{"data":{"inverters":[{"id":"home-1","live":{"power":{"home":'))
      throw new Error(`the healthy client got ${answer.statusCode}: ${text}`);
    latencies.push(performance.now() - askedAt);
  };
  // Opened before: a handshake is no query.
  await Promise.all(Array.from({ length: connections }, ask));
  latencies.length = 0;
  const asked: Promise<void>[] = [];
  const until = performance.now() + measureMs;
  for (let next = performance.now(); next < until; next += everyMs) {
    asked.push(ask());
    await sleep(Math.max(0, next + everyMs - performance.now()));
  }
  await Promise.all(asked);
  await pool.destroy();
  return { queries: latencies.length, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
});
