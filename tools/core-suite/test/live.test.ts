import type { InverterLiveState, ProcessDataSelector, Watch } from "@plenticore/core";
import { describe, expect, it } from "vitest";
import { startRig, until } from "./rig.ts";

const FLOOR_MS = 100;
const PROBE_CAP_MS = 60_000;
const WATCHERS = 1_000;

/** The newest value of a watch, and how many came. */
function follow<Value>(watch: Watch<Value>) {
  const seen: { count: number; last: Value | undefined } = { count: 0, last: undefined };
  void (async () => {
    for await (const value of watch) {
      seen.count += 1;
      seen.last = value;
    }
  })();
  return seen;
}

describe("watching a simulated inverter", () => {
  it("costs one request a tick, whatever a thousand watchers select", async () => {
    const { inverter, simulator } = await startRig({ latencyMs: 5 }, {}, { live: { floorMs: FLOOR_MS } });
    const known = (await inverter.processDataIds()).flatMap(({ moduleId, ids }) =>
      ids.map((id): ProcessDataSelector => ({ moduleId, ids: [id] })),
    );
    const watches = Array.from({ length: WATCHERS }, (_, index) => {
      const at = (offset: number) => known[(index + offset) % known.length] ?? { moduleId: "devices:local" };
      return follow(
        inverter.watchProcessData([at(0), at(1 + Math.floor(index / known.length))], { everyMs: FLOOR_MS }),
      );
    });
    await until(() => watches.every(({ last }) => last !== undefined && last.modules.length > 0));
    simulator.reset();
    const startedAt = performance.now();
    await until(() => simulator.stats().processdata >= 10);
    const { maxConcurrent, processdata } = simulator.stats();
    const ticks = (performance.now() - startedAt) / FLOOR_MS;
    expect(maxConcurrent).toBe(1);
    expect(processdata).toBeLessThanOrEqual(Math.ceil(ticks) + 1);
  });

  it.each([
    ["told by the gateway, which then looks for it", "told", "STARTING"],
    ["on its own, which answers that it is busy", "own", "ONLINE"],
  ] as const)("goes on by itself after a reboot %s", async (_name, how, state) => {
    // Longer than a request is repeated for to a busy device: 0.9 s.
    const times = { bootSeconds: 1.5, warmUpSeconds: 0.5 };
    const { inverter, simulator } = await startRig(times, {}, { live: { floorMs: FLOOR_MS } });
    const watch = follow(inverter.watchLive({ everyMs: FLOOR_MS }));
    const { promise: lost, resolve: lose } = Promise.withResolvers<InverterLiveState>();
    void (async () => {
      for await (const one of inverter.watchLive({ everyMs: FLOOR_MS })) if (one.error !== null) lose(one);
    })();
    const isLive = () => watch.last?.live?.stale === false && watch.last.error === null;
    await until(isLive);
    const rebootedAt = performance.now();
    if (how === "told") await inverter.control.reboot();
    else simulator.set({ fault: { kind: "reboot" } });
    expect(await lost).toMatchObject({
      availability: { state },
      live: { stale: state !== "ONLINE" },
      error: { code: "DEVICE_BUSY", retryable: true },
    });
    await until(isLive);
    const gapMs = performance.now() - rebootedAt;
    expect(watch.last?.availability.state).toBe("ONLINE");
    expect(gapMs).toBeGreaterThan(2_000);
    expect(gapMs).toBeLessThan(2_000 + FLOOR_MS + PROBE_CAP_MS);
  });
});
