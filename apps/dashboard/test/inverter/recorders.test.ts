import type { FleetLiveSubscription } from "@plenticore/client";
import { expect, test } from "vitest";
import { LiveStore } from "../../src/data/live-store.ts";
import { recorderOf } from "../../src/inverter/recorders.ts";

type Update = FleetLiveSubscription["inverterLive"];

const update = (inverterId: string, second: number): Update =>
  ({
    inverterId,
    every: 1,
    live: {
      observedAt: new Date(Date.UTC(2026, 5, 21, 12, 0, second)).toISOString(),
      ageSeconds: 0,
      power: { solar: second, home: null, grid: null, battery: null },
    },
  }) as Update;

test("a recorder goes on while nobody looks at it, and each store has its own", () => {
  const store = new LiveStore();
  store.put(update("garage", 0), 0);
  const recorder = recorderOf(store, "garage");
  store.put(update("garage", 1), 0);
  store.put(update("barn", 2), 0);
  store.put({ ...update("garage", 3), live: null }, 0);
  expect(recorderOf(store, "garage")).toBe(recorder);
  expect(recorder.samples().length).toBe(2);
  expect(recorderOf(new LiveStore(), "garage")).not.toBe(recorder);
});

test("few are kept: who was looked at longest ago goes, and hears nothing more", () => {
  const store = new LiveStore();
  const [first, second] = [recorderOf(store, "1"), recorderOf(store, "2")];
  for (const id of ["3", "4", "5", "6"]) recorderOf(store, id);
  expect(recorderOf(store, "1")).toBe(first);
  recorderOf(store, "7");
  store.put(update("2", 1), 0);
  store.put(update("1", 1), 0);
  expect(second.samples().length).toBe(0);
  expect(first.samples().length).toBe(1);
  expect(recorderOf(store, "2")).not.toBe(second);
});
