import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { percentile } from "../statistics.ts";
import { answerOrders } from "./worker.ts";

// A client who does nothing wrong: asks at a steady pace, whatever comes back when, as many panels do.

export interface HealthyOrder {
  readonly origin: string;
  /** Of a gateway with keys. */
  readonly key?: string;
  readonly query: string;
  /** How a good answer begins. */
  readonly wanted: string;
  readonly everyMs: number;
  readonly measureMs: number;
}

export interface HealthyAnswer {
  readonly queries: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const connections = 8;

answerOrders<HealthyOrder, HealthyAnswer>(async ({ origin, key, query, wanted, everyMs, measureMs }) => {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const headers = { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) };
  const body = JSON.stringify({ query });
  const latencies: number[] = [];
  const ask = async (): Promise<void> => {
    const askedAt = performance.now();
    const answer = await pool.request({ path: "/graphql", method: "POST", headers, body });
    const text = await answer.body.text();
    if (!text.startsWith(wanted)) throw new Error(`the healthy client got ${answer.statusCode}: ${text}`);
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
