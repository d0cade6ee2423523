import { createServer } from "node:net";
import { startDevices } from "../live/devices.ts";
import { type LiveSetup, startGateway } from "../live/fan-out.ts";
import { median } from "../statistics.ts";
import { figure, table } from "../table.ts";
import type { HealthyAnswer, HealthyOrder } from "./healthy-process.ts";
import { Worker } from "./worker.ts";

const living = ["i1", "i2", "i3", "i4", "i5"];
const query = `{ inverters(ids: ${JSON.stringify(living)}) { id live { power { home solar grid } } } }`;
const wanted = '{"data":{"inverters":[{"id":"i1","live":{"power":{"home":';

/** Queries for five of six inverters, the sixth alive, and taking connections without ever saying a word. */
export async function oneDead(setup: LiveSetup, say: (line: string) => void): Promise<string> {
  const { children, pace } = setup;
  const devices = await startDevices(children, setup.model, living.length + 1);
  const silent = createServer((socket) => void socket.on("error", () => undefined));
  await new Promise<void>((resolve) => void silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const deadUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const ports = {
    alive: (await startGateway({ ...setup, devices })).port,
    dead: (await startGateway({ ...setup, devices: [...devices.slice(0, -1), deadUrl], read: living })).port,
  };
  const client = new Worker<HealthyOrder, HealthyAnswer>(children, "healthy-process.ts");
  const found = { alive: [] as HealthyAnswer[], dead: [] as HealthyAnswer[] };
  for (let round = 1; round <= pace.rounds; round++) {
    for (const sixth of ["alive", "dead"] as const) {
      say(`one-dead, round ${round}: the sixth is ${sixth}`);
      const origin = `http://127.0.0.1:${ports[sixth]}`;
      found[sixth].push(await client.ask({ origin, query, wanted, everyMs: 20, measureMs: pace.measureMs }));
    }
  }
  silent.close();
  const p99 = (answers: readonly HealthyAnswer[]): number => median(answers.map(({ p99Ms }) => p99Ms));
  const rows = Object.entries(found).map(([sixth, answers]) => [
    sixth,
    figure(answers.reduce((sum, { queries }) => sum + queries, 0)),
    figure(median(answers.map(({ p50Ms }) => p50Ms))),
    figure(p99(answers)),
    `${figure(p99(answers) / p99(found.alive))} ×`,
  ]);
  const note = `50 queries a second, each for live values (\`maxAge\` 1 s) of five inverters; medians of ${pace.rounds} ${pace.rounds === 1 ? "round" : "rounds"} of one run. The dead one takes connections and never answers. Target: at most 1.2 ×.`;
  return `## one-dead: five of six inverters, while the sixth is dead\n\n${table(["the sixth", "queries", "p50 ms", "p99 ms", "× alive"], rows)}\n\n${note}`;
}
