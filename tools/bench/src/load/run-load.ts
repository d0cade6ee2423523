import { Pool } from "undici";
import { cpuTimeMs } from "../cpu-time.ts";
import { mean, percentile } from "../statistics.ts";
import { hasErrors, mistakeIn } from "./check-answer.ts";
import type { LoadOrder, LoadReport } from "./protocol.ts";

/** Each answer is looked at; one in so many is parsed and its values counted. */
const parsedOneIn = 64;

/**
 * Lets the clients ask for as long as ordered, then waits for what is in flight: the next contestant shall find idle devices.
 * @throws Error with the first answer that is none
 */
export async function runLoad(order: LoadOrder): Promise<LoadReport> {
  const { origin, pathname } = new URL(order.url);
  await using pool = closing(new Pool(origin, { connections: order.clients, pipelining: 1, headersTimeout: 60_000 }));
  const headers = { "content-type": "application/json", accept: "application/json" };
  const latencies: number[] = [];
  let total = 0;
  let phase: "warm-up" | "measuring" | "over" = "warm-up";

  const ask = async (): Promise<void> => {
    const { statusCode, body } = await pool.request({ path: pathname, method: "POST", headers, body: order.body });
    const text = await body.text();
    const suspicious = statusCode !== 200 || hasErrors(text) || total % parsedOneIn === 0;
    const mistake = suspicious ? mistakeIn(text, order.values) : undefined;
    if (statusCode !== 200 || mistake !== undefined) throw new Error(`HTTP ${statusCode}: ${mistake ?? text}`);
    total += 1;
  };
  const client = async (): Promise<void> => {
    while (phase !== "over") {
      const askedAt = performance.now();
      await ask();
      if (phase === "measuring") latencies.push(performance.now() - askedAt);
    }
  };
  const clock = async (): Promise<Omit<LoadReport, "total">> => {
    await sleep(order.warmUpMs);
    phase = "measuring";
    const [startedAt, serverCpu, ownCpu] = [performance.now(), cpuTimeMs(order.pid), process.cpuUsage()];
    await sleep(order.measureMs);
    const elapsedMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(ownCpu);
    phase = "over";
    return {
      measured: latencies.length,
      elapsedMs,
      meanMs: mean(latencies),
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      serverCpuMs: cpuTimeMs(order.pid) - serverCpu,
      generatorLoad: (user + system) / 1000 / elapsedMs,
    };
  };
  const [report] = await Promise.all([clock(), ...Array.from({ length: order.clients }, client)]);
  return { ...report, total };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const closing = <T extends { destroy(): Promise<void> }>(resource: T): T & AsyncDisposable =>
  Object.assign(resource, { [Symbol.asyncDispose]: () => resource.destroy() });
