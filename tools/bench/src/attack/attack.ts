import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startDevices } from "../live/devices.ts";
import type { LiveSetup } from "../live/fan-out.ts";
import { password } from "../servers/simulators.ts";
import { median } from "../statistics.ts";
import { figure, table } from "../table.ts";
import type { AttackerAnswer, AttackerOrder } from "./attacker-process.ts";
import { attacks } from "./attacks.ts";
import type { HealthyAnswer, HealthyOrder } from "./healthy-process.ts";
import { Worker } from "./worker.ts";

const [healthyKey, attackerKey] = ["healthy-key", "attacker-key"];
/** A tenant's panels ask for less; the attacker's key has the same. */
const requestsPerMinute = 6000;
/** The attack has begun, and used up what it may do at once. */
const settleMs = 3000;

interface Row {
  readonly what: string;
  readonly healthy: readonly HealthyAnswer[];
  readonly came: AttackerAnswer;
}

/** What scripts that stall, flood and cross tenants do to a tenant who asks 50 times a second: the p99 beside the one in peace of the same run. */
export async function attack(setup: LiveSetup, say: (line: string) => void): Promise<string> {
  const { children, pace } = setup;
  const origin = await startTenants(setup);
  const healthy = new Worker<HealthyOrder, HealthyAnswer>(children, "healthy-process.ts");
  const attacker = new Worker<AttackerOrder, AttackerAnswer>(children, "attacker-process.ts");
  const query = "{ inverters { id live(maxAge: 5) { power { home solar grid } } } }";
  const wanted = '{"data":{"inverters":[{"id":"home-1","live":{"power":{"home":';
  const measure = () => healthy.ask({ origin, key: healthyKey, query, wanted, everyMs: 20, measureMs: pace.measureMs });
  const rows = new Map<string, Row>(
    ["peace", ...Object.keys(attacks)].map((what) => [what, { what, healthy: [], came: {} }]),
  );
  await measure();
  for (let round = 1; round <= pace.rounds; round++) {
    for (const { what } of rows.values()) {
      say(`attack, round ${round}: ${what}`);
      if (what !== "peace") {
        await attacker.ask({ begin: what, origin, key: attackerKey });
        await sleep(settleMs);
      }
      const answer = await measure();
      const came = what === "peace" ? {} : await attacker.ask({ end: true });
      const before = rows.get(what)?.healthy ?? [];
      rows.set(what, { what, healthy: [...before, answer], came });
    }
  }
  return section([...rows.values()], pace.rounds);
}

function section(rows: readonly Row[], rounds: number): string {
  const p99 = ({ healthy }: Row): number => median(healthy.map(({ p99Ms }) => p99Ms));
  const [peace] = rows;
  const alone = peace === undefined ? Number.NaN : p99(peace);
  const header = ["meanwhile", "what came of it", "queries", "p50 ms", "p99 ms", "× peace"];
  const cells = rows.map((row) => [
    row.what,
    Object.entries(row.came)
      .map(([what, count]) => `${figure(count)} × ${what}`)
      .join(", "),
    figure(row.healthy.reduce((sum, { queries }) => sum + queries, 0)),
    figure(median(row.healthy.map(({ p50Ms }) => p50Ms))),
    figure(p99(row)),
    figure(p99(row) / alone),
  ]);
  const note = `A tenant asks 50 times a second with its own key while a script in another process does harm with another tenant's key; medians of ${rounds} ${rounds === 1 ? "round" : "rounds"} of one run, each beginning ${settleMs / 1000} s after the attack. \`limits.requestsPerMinute\` is ${figure(requestsPerMinute)}, all others are the defaults. Target: at most 2 × the p99 in peace. The script shares the machine with the gateway: what it burns of the processor counts, too.`;
  return `## attack: a healthy tenant's p99 while another attacks\n\n${table(header, cells, 2)}\n\n${note}`;
}

/** A gateway with two tenants, each with a plant and a key. */
async function startTenants({ children, model, directory, profile }: LiveSetup): Promise<string> {
  const devices = await startDevices(children, model, 2);
  const config = join(directory, "tenants.yaml");
  const plants = ["home", "other"].map((id, index) => ({
    id,
    name: id,
    timeZone: "Europe/Berlin",
    inverters: [{ id: `${id}-1`, name: id, url: devices[index], password: { env: "BENCH_PASSWORD" } }],
  }));
  const key = (name: string, plant: string) => ({
    name,
    role: "VIEWER",
    plants: [plant],
    key: { env: name.toUpperCase() },
  });
  const auth = { keys: [key("healthy", "home"), key("attacker", "other")] };
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ auth, limits: { requestsPerMinute }, plants }));
  const command = import.meta.resolve("@plenticore/gateway/package.json");
  const { ready } = await children.start({
    name: "plenticore-gateway",
    args: [
      ...(profile ? ["--cpu-prof"] : []),
      fileURLToPath(new URL("bin/plenticore-gateway.js", command)),
      ...["serve", "--config", config, "--port", "0", "--log-level", "error"],
    ],
    env: { BENCH_PASSWORD: password, HEALTHY: healthyKey, ATTACKER: attackerKey },
    ready: /^GraphQL: (\S+)$/m,
  });
  const { origin } = new URL(ready[1] ?? "");
  await readOnce(origin);
  return origin;
}

async function readOnce(origin: string): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const response = await fetch(`${origin}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${healthyKey}` },
      body: JSON.stringify({ query: "{ inverters { live(maxAge: 600) { stale } } }" }),
    });
    const { errors } = (await response.json()) as { errors?: unknown };
    if (errors === undefined) return;
    await sleep(500);
  }
  throw new Error("the gateway could not read the inverter");
}
