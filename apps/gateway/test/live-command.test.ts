import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "@plenticore/simulator";
import { afterAll, expect, test } from "vitest";
import { RunningCli } from "./example/cli.ts";
import { acknowledged } from "./example/raw-clients.ts";
import { transports } from "./example/subscribe.ts";
import { until } from "./example/until.ts";

const folder = mkdtempSync(join(tmpdir(), "plenticore-live-"));
afterAll(() => rmSync(folder, { recursive: true }));

const inverter = (id: string, url: string) =>
  `      - { id: ${id}, name: ${id}, url: "${url}", password: { env: SECRET } }\n`;

const configuration = (...inverters: string[]): string => `listen: { port: 0 }
limits: { fastestPaceSeconds: 0.2 }
plants:
  - id: home
    name: Home
    timeZone: Europe/Berlin
    inverters:
${inverters.join("")}`;

const plant = 'subscription { plantLive(id: "home", every: 0.01) { every live { reporting expected } } }';
const all = "subscription { inverterLive(every: 0.01) { inverterId every live { stale } } }";

test("what runs follows the configuration, and ends properly with the command", async () => {
  await using first = await startSimulator({ password: "s3cret", rounds: 1000 });
  await using second = await startSimulator({ password: "s3cret", rounds: 1000, seed: 2 });
  const file = join(folder, "gateway.yaml");
  writeFileSync(file, configuration(inverter("garage", first.url)));
  await using running = new RunningCli(["serve", "--config", file], { SECRET: "s3cret" });
  const url = await running.url();
  const plants = transports.map(([, subscribe]) => subscribe(url, plant));
  const inverters = transports.map(([, subscribe]) => subscribe(url, all));
  const last = (streams: typeof plants) => streams.map(({ results }) => JSON.stringify(results.at(-1)?.data));
  await until(() => last(plants).every((text) => text?.includes('"every":0.2,"live":{"reporting":1,"expected":1}')));

  writeFileSync(file, configuration(inverter("garage", first.url), inverter("barn", second.url)));
  await until(() => last(plants).every((text) => text?.includes('"live":{"reporting":2,"expected":2}')));
  const barn = '"inverterId":"barn","every":0.2,"live":{"stale":false}';
  await until(() => inverters.every(({ results }) => results.some((result) => JSON.stringify(result).includes(barn))));

  const bare = await acknowledged(url);
  const { status } = await running.stop();
  expect(status).toBe(0);
  expect((await bare.closed).code).toBe(1001);
  await Promise.all([...plants, ...inverters].map(({ completed }) => completed));
  expect([first.stats(), second.stats()]).toMatchObject([{ activeSessions: 0 }, { activeSessions: 0 }]);
  await Promise.all([...plants, ...inverters].map((stream) => stream.stop()));
});
