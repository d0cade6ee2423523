import { setTimeout as pause } from "node:timers/promises";
import { createClient } from "./client.ts";
import { checkHeld } from "./direct.ts";
import { Findings } from "./findings.ts";
import { GatewayProcess } from "./gateway.ts";
import { createLoad, type Load } from "./load.ts";
import type { SoakOptions } from "./options.ts";
import { chance, type Device, openPark, plantOf } from "./park.ts";
import { type Subscriber, subscribe } from "./subscribers.ts";
import { createDisturber } from "./troubles.ts";
import { checkDistinct } from "./values.ts";
import { type Check, type Looks, verdict } from "./verdict.ts";

const STEP_MS = 100;
const TROUBLE_MS = 500;
const LOOK_MS = 1_000;
/** The longest back-off is 60 s, and what was under way when all was well again takes its time besides. */
const RECOVERY_MS = 120_000;
const READERS = 4;
const WRITERS = 3;

export interface Outcome {
  readonly checks: readonly Check[];
  readonly findings: readonly string[];
  /** How often there was what, for the summary. */
  readonly answers: ReadonlyMap<string, number>;
  readonly troubles: ReadonlyMap<string, number>;
}

/** Runs a whole soak; whatever happens, everything that was started is ended. */
export async function soak({ minutes, seed, inverters }: SoakOptions, say: (line: string) => void): Promise<Outcome> {
  const findings = new Findings();
  const park = await openPark(inverters, seed);
  try {
    const { devices } = park;
    checkDistinct(devices);
    const gateway = await GatewayProcess.start(devices, findings);
    const subscribers = subscribeAll(gateway.url, devices, findings);
    try {
      say(`${devices.length} inverters, ${subscribers.length} subscribers, gateway at ${gateway.url}`);
      await shown(gateway, subscribers, findings, "at the start");
      const client = createClient(gateway.url, "admin", findings);
      const load = createLoad(client, devices, findings);
      const disturber = createDisturber(devices, chance(seed));
      const looks: Looks = { heap: [], descriptors: [] };
      const loadMs = minutes * 60_000;
      const startedAt = performance.now();
      const elapsed = (): number => performance.now() - startedAt;
      const until = async (everyMs: number, act: () => unknown): Promise<void> => {
        while (elapsed() < loadMs && !gateway.over) {
          await act();
          await pause(everyMs);
        }
      };
      const users = chance(seed + 1);
      await Promise.all([
        until(STEP_MS, () => park.step()),
        until(TROUBLE_MS, () => disturber.disturb(elapsed())),
        until(STEP_MS, () => disturber.mend(elapsed())),
        until(LOOK_MS, async () => {
          for (const subscriber of subscribers) subscriber.check();
          await look(gateway, looks, elapsed());
        }),
        ...Array.from({ length: READERS }, () => until(20, () => load.readLive(users))),
        ...Array.from({ length: WRITERS }, () => until(50, () => load.write(users))),
        until(100, () => load.readSettings(users.pick(devices))),
      ]);
      await disturber.mend(elapsed(), true);
      say(`${minutes} min of load and trouble are over; now everything must be well again by itself`);
      await shown(gateway, subscribers, findings, "after all troubles");
      await settled(gateway, devices, load, findings);
      const held = await checkHeld(devices, findings);
      const updates = subscribers.reduce((sum, { received }) => sum + received(), 0);
      const troubles = [...disturber.counts.values()].reduce((sum, count) => sum + count, 0);
      for (const subscriber of subscribers) await subscriber.close();
      const how = await gateway.stop();
      if (how !== "with 0") findings.add("the gateway did not end well", how);
      const { values, settings, writes } = load.counts;
      const activity = { updates, "values read": values, "settings read": settings, writes, held, troubles };
      const checks = verdict(looks, loadMs, findings, activity);
      return { checks, findings: findings.lines(), answers: client.counts, troubles: disturber.counts };
    } finally {
      for (const subscriber of subscribers) await subscriber.close();
      await gateway.stop();
    }
  } finally {
    await park.close();
  }
}

function subscribeAll(url: string, devices: readonly Device[], findings: Findings): Subscriber[] {
  const plants = [...new Set(devices.map(plantOf))];
  return (["WebSocket", "SSE"] as const).flatMap((transport) =>
    [1, 2, 5].flatMap((everySeconds) =>
      ["admin", ...plants].map((who) => subscribe({ url, transport, who, everySeconds, devices, findings })),
    ),
  );
}

async function look(gateway: GatewayProcess, looks: Looks, atMs: number): Promise<void> {
  const memory = await gateway.memory();
  if (memory === undefined) return;
  looks.heap.push({ atMs, value: memory.heapUsed + memory.external });
  const descriptors = await gateway.descriptors();
  if (descriptors !== undefined) looks.descriptors.push({ atMs, value: descriptors });
}

/** Waits until every stream shows every inverter as it is now. */
async function shown(
  gateway: GatewayProcess,
  subscribers: readonly Subscriber[],
  findings: Findings,
  when: string,
): Promise<void> {
  const deadline = performance.now() + RECOVERY_MS;
  const behind = (): readonly Subscriber[] => subscribers.filter((subscriber) => subscriber.behind().length > 0);
  while (behind().length > 0 && performance.now() < deadline && !gateway.over) await pause(100);
  const kind = `not shown ${when} within ${RECOVERY_MS / 1_000} s`;
  for (const subscriber of behind()) findings.add(kind, `${subscriber.name}: ${String(subscriber.behind())}`);
}

/** Waits until the gateway tells all settings, and holds them against what was written. */
async function settled(
  gateway: GatewayProcess,
  devices: readonly Device[],
  load: Load,
  findings: Findings,
): Promise<void> {
  const deadline = performance.now() + RECOVERY_MS;
  for (const device of devices.filter(({ settings }) => settings.size > 0)) {
    for (;;) {
      const missing = await load.readSettings(device);
      if (missing === undefined) break;
      if (performance.now() > deadline || gateway.over) {
        findings.add("settings that can't be read any more", `${device.id}: ${missing}`);
        break;
      }
      await pause(200);
    }
  }
}
