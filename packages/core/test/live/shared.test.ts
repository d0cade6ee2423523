import type { OperationId } from "@plenticore/rest";
import { describe, expect, it } from "vitest";
import { createFleet } from "../../src/fleet.ts";
import { Secret } from "../../src/secret.ts";
import { fakeDevice, PASSWORD, unreachable } from "../fake-device.ts";
import { online } from "../one-inverter.ts";
import { timed, until } from "../passing-time.ts";
import { type VirtualRuntime, virtualRuntime } from "../virtual-runtime.ts";
import { seen } from "./watching.ts";

const POLL: OperationId = "post_process_data";

/** Deterministic, and different each time: mulberry32. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function many(count: number, runtime: VirtualRuntime) {
  const devices = Array.from({ length: count }, () => fakeDevice(runtime));
  const inverters = devices.map((_, index) => ({
    id: `i${index}`,
    name: `i${index}`,
    url: `http://127.0.0.${index}`,
    credentials: { user: "user", password: new Secret(PASSWORD) } as const,
  }));
  const fleet = createFleet(
    { plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters }] },
    {
      runtime,
      connect: ({ id }) => devices[Number(id.slice(1))]?.client ?? fakeDevice(runtime).client,
    },
  );
  const [plant] = fleet.plants;
  if (plant === undefined) throw new Error("the fleet has no plant");
  return { devices, fleet, plant };
}

/** Logged in, and asked nothing since so long that all is old. */
async function idle(count: number, runtime: VirtualRuntime) {
  const made = many(count, runtime);
  for (const inverter of made.fleet.inverters) await timed(runtime, inverter.live({ maxAgeMs: 0 }));
  await runtime.advance(120_000);
  return made;
}

describe("queries under load", () => {
  it("never wait after the first, at hardly more than one request a second", async () => {
    const { runtime, device, inverter } = await online();
    device.latencyMs = 100;
    await runtime.advance(2_000);
    await timed(runtime, inverter.live({ maxAgeMs: 0 }));
    const before = device.count(POLL);
    let longestMs = 0;
    for (let asked = 0; asked < 3_000; asked++) {
      const askedAt = runtime.monotonic();
      let answered = false;
      void inverter.live({ maxAgeMs: 1_000 }).then(({ ageSeconds }) => {
        answered = true;
        expect(ageSeconds).toBeLessThanOrEqual(1);
        longestMs = Math.max(longestMs, runtime.monotonic() - askedAt);
      });
      for (let turn = 0; turn < 20 && !answered; turn++) await Promise.resolve();
      await runtime.advance(10);
    }
    expect(longestMs).toBe(0);
    expect(device.count(POLL) - before).toBeGreaterThan(25);
    expect(device.count(POLL) - before).toBeLessThanOrEqual(45);
    expect(device.mostAtOnce()).toBe(1);
  });

  it("read nothing ahead where nobody asks, or where every query wants its own answer", async () => {
    const { runtime, device, inverter } = await online();
    device.latencyMs = 100;
    await runtime.advance(2_000);
    await timed(runtime, inverter.live({ maxAgeMs: 0 }));
    await runtime.advance(900);
    const before = device.count(POLL);
    await timed(runtime, inverter.live({ maxAgeMs: 1_000 }));
    await runtime.advance(60_000);
    expect(device.count(POLL)).toBe(before + 1);
    await timed(runtime, inverter.live({ maxAgeMs: 0 }));
    await runtime.advance(60_000);
    expect(device.count(POLL)).toBe(before + 2);
  });
});

describe("many inverters", () => {
  it("come back one after another when all were away, and tick each at a time of its own", async () => {
    const runtime = virtualRuntime(chance(7));
    const { devices, fleet } = many(40, runtime);
    const watches = fleet.inverters.map((inverter) => seen(runtime, inverter.watchLive()));
    await until(runtime, () => watches.every(({ values }) => values.at(-1)?.live?.stale === false));
    for (const device of devices) device.intercept = () => unreachable("refused");
    await runtime.advance(300_000);
    const backAt = runtime.monotonic();
    for (const device of devices) device.intercept = () => undefined;
    await until(runtime, () => watches.every(({ values }) => values.at(-1)?.live?.stale === false));
    const returns = watches.map(({ values, at }) => {
      const first = at.findIndex((moment, index) => moment >= backAt && values[index]?.live?.stale === false);
      return (at[first] ?? 0) - backAt;
    });
    const perSecond = new Map<number, number>();
    for (const ms of returns) perSecond.set(Math.floor(ms / 1_000), (perSecond.get(Math.floor(ms / 1_000)) ?? 0) + 1);
    // The back-off's cap is 60 s: evenly that would be less than one a second, and nine by chance once in 400,000 runs.
    expect(Math.max(...perSecond.values())).toBeLessThan(9);
    expect(Math.max(...returns)).toBeLessThan(62_000);
    const phases = new Set<number>();
    for (const device of devices) {
      device.intercept = ({ operation }) => {
        if (operation === POLL) phases.add(runtime.monotonic() % 5_000);
        return undefined;
      };
    }
    await runtime.advance(5_000);
    expect(phases.size).toBeGreaterThan(35);
  });
});

describe("watching a plant", () => {
  it("sums what its inverters show, at most once a pace", async () => {
    const runtime = virtualRuntime(chance(3));
    const { devices, plant } = many(3, runtime);
    const watch = seen(runtime, plant.watchLive({ everyMs: 2_000 }));
    await runtime.settle();
    expect(watch.values).toMatchObject([
      { plantId: "home", every: 2, live: { reporting: 0, expected: 3, stale: true } },
    ]);
    await until(runtime, () => watch.last().live.reporting === 3);
    expect(watch.last().live).toMatchObject({ stale: false, power: { solar: 8_700 } });
    const start = watch.at.length;
    for (let step = 1; step <= 60; step++) {
      devices[step % 3]?.values.get("devices:local:pv1")?.set("P", 2_000 + step);
      await runtime.advance(500);
    }
    const gaps = watch.at.slice(start).map((at, index, all) => (index === 0 ? 2_000 : at - (all[index - 1] ?? 0)));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
    expect(gaps.length).toBeGreaterThan(10);
  });

  it("waits for those that are still being asked: who has not answered yet is not away", async () => {
    const runtime = virtualRuntime(chance(7));
    const { devices, plant } = await idle(3, runtime);
    for (const [index, device] of devices.entries()) device.latencyMs = 50 + 100 * index;
    const watch = seen(runtime, plant.watchLive({ everyMs: 5_000 }));
    await runtime.settle();
    await until(runtime, () => watch.last().live.reporting > 0, 10);
    expect(watch.values.map(({ live }) => live.reporting)).toEqual([0, 3]);
  });

  it("waits no longer than that for one who is slow, and not at all for one who is known to be away", async () => {
    const runtime = virtualRuntime(chance(9));
    const { devices, fleet, plant } = await idle(2, runtime);
    const [good, other] = devices;
    const [inverter] = fleet.inverters;
    if (good === undefined || other === undefined || inverter === undefined) throw new Error("two devices");
    /** Between the first value of the good one, and the plant's of it. */
    const waited = async () => {
      const ended = new AbortController();
      const own = seen(runtime, inverter.watchLive({ everyMs: 1_000, signal: ended.signal }));
      const watch = seen(runtime, plant.watchLive({ everyMs: 1_000, signal: ended.signal }));
      await runtime.settle();
      await until(runtime, () => watch.last().live.reporting > 0, 10);
      expect(watch.last().live).toMatchObject({ reporting: 1, expected: 2, power: { solar: 2_900 } });
      const isFresh = own.values.findIndex(({ live }) => live?.stale === false);
      const waitedMs = (watch.at.at(-1) ?? 0) - (own.at[isFresh] ?? Number.NaN);
      ended.abort();
      return waitedMs;
    };
    other.latencyMs = 8_000;
    expect(await waited()).toBeCloseTo(1_500, -2);
    other.intercept = () => unreachable("refused");
    await runtime.advance(120_000);
    await timed(runtime, Promise.allSettled(fleet.inverters.map((one) => one.live({ maxAgeMs: 0 }))));
    await runtime.advance(60_000);
    expect(await waited()).toBeLessThan(50);
  });

  it("leaves out who is away, and keeps the last sums as stale when nobody is left", async () => {
    const runtime = virtualRuntime(chance(5));
    const { devices, plant, fleet } = many(2, runtime);
    const watch = seen(runtime, plant.watchLive({ everyMs: 1_000 }));
    await runtime.settle();
    await until(runtime, () => watch.last().live.reporting === 2);
    const [first, second] = devices;
    if (first === undefined || second === undefined) throw new Error("two devices");
    first.intercept = () => unreachable("refused");
    await until(runtime, () => watch.last().live.reporting === 1);
    expect(watch.last().live).toMatchObject({ stale: false, expected: 2, power: { solar: 2_900 } });
    second.intercept = () => unreachable("refused");
    await until(runtime, () => watch.last().live.reporting === 0);
    expect(watch.last().live).toMatchObject({ stale: true, expected: 2, power: { solar: 2_900 } });
    await timed(runtime, fleet.close());
    expect(watch.ended).toBe(true);
  });
});
