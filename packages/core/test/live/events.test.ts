import { describe, expect, it } from "vitest";
import type { FakeDevice } from "../fake-device.ts";
import { online } from "../one-inverter.ts";
import { seen } from "./watching.ts";

interface Printed {
  readonly code: number;
  readonly start_time: string;
  readonly end_time: string | null;
  readonly is_active: boolean;
}

const event = (code: number, second: number, active = false): Printed => ({
  code,
  start_time: `2026-06-21T${String(10 + Math.floor(second / 3600)).padStart(2, "0")}:${String(Math.floor(second / 60) % 60).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}`,
  end_time: active ? null : "2026-06-21T23:00:00",
  is_active: active,
});

/** Newest first, as devices print them. */
function tell(device: FakeDevice, events: readonly Printed[]): void {
  device.intercept = ({ operation }, authorized) =>
    authorized && operation.endsWith("latest_events")
      ? {
          kind: "response",
          status: 200,
          headers: {},
          body: events.map((one) => ({
            category: "info",
            group: "Information",
            description: "what happened",
            long_description: "None",
            ...one,
          })),
        }
      : undefined;
}

describe("watching events", () => {
  it("begins with what is active, then tells each new one once, and one that ends again", async () => {
    const { runtime, device, inverter } = await online();
    tell(device, [event(3, 3, true), event(2, 2), event(1, 1)]);
    const watch = seen(runtime, inverter.watchEvents("en-gb"));
    await runtime.advance(61_000);
    expect(watch.values.map((state) => [state.event.code, state.event.active])).toEqual([[3, true]]);
    tell(device, [event(5, 5), event(4, 4), event(3, 3), event(2, 2), event(1, 1)]);
    await runtime.advance(61_000);
    expect(watch.values.slice(1).map((state) => [state.event.code, state.event.active, state.gap])).toEqual([
      [3, false, 0],
      [4, false, 0],
      [5, false, 0],
    ]);
  });

  it("tells two of the same code and second apart", async () => {
    const { runtime, device, inverter } = await online();
    tell(device, [event(1, 1)]);
    const watch = seen(runtime, inverter.watchEvents("en-gb"));
    await runtime.advance(2_000);
    tell(device, [event(7, 9), event(7, 9), event(1, 1)]);
    await runtime.advance(61_000);
    expect(watch.values.map((state) => state.event.code)).toEqual([7, 7]);
  });

  it("asks once for all who watch, as often as the fastest wants, and tells who joins what is active", async () => {
    const { runtime, device, inverter } = await online();
    tell(device, [event(2, 2, true), event(1, 1)]);
    seen(runtime, inverter.watchEvents("en-gb"));
    await runtime.advance(2_000);
    const ending = new AbortController();
    const late = seen(runtime, inverter.watchEvents("en-gb", { everyMs: 10_000, signal: ending.signal }));
    await runtime.advance(2_000);
    expect(late.values.map((state) => state.event.code)).toEqual([2]);
    const before = device.count("post_latest_events");
    await runtime.advance(60_000);
    expect(device.count("post_latest_events") - before).toBe(6);
    ending.abort();
    await runtime.advance(2_000);
    const slow = device.count("post_latest_events");
    await runtime.advance(60_000);
    expect(device.count("post_latest_events") - slow).toBe(2);
  });

  it("counts what a reader lost who did not read, and says where more may be lost than the device tells", async () => {
    const { runtime, device, inverter } = await online();
    const hundred = (from: number) =>
      Array.from({ length: 100 }, (_, index) => event(from + index, from + index)).reverse();
    tell(device, hundred(0));
    const slow = inverter.watchEvents("en-gb");
    const fast = seen(runtime, inverter.watchEvents("en-gb"));
    await runtime.advance(2_000);
    tell(device, hundred(50));
    await runtime.advance(30_000);
    expect(fast.values).toHaveLength(50);
    tell(device, hundred(500));
    await runtime.advance(30_000);
    // 150 were told: of the slow reader's the oldest 50 are gone, and before the second hundred nobody knows how many.
    expect(await slow.next()).toMatchObject({ value: { event: { code: 500 }, gap: 51 } });
    expect(await slow.next()).toMatchObject({ value: { event: { code: 501 }, gap: 0 } });
    expect(fast.values.map(({ gap }) => gap).filter((gap) => gap > 0)).toEqual([1]);
  });
});
