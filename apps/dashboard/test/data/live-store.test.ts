import { expect, test } from "vitest";
import { LiveStore } from "../../src/data/live-store.ts";
import { liveInverter } from "./example.ts";

test("a row hears of its own inverter only, and gets the same object until its next event", () => {
  const store = new LiveStore();
  const heard: string[] = [];
  const end = store.subscribe("a", () => heard.push("a"));
  store.subscribe("b", () => heard.push("b"));
  store.subscribeAll(() => heard.push("all"));
  store.put(liveInverter("a"), 10);
  const first = store.get("a");
  expect(first).toMatchObject({ inverterId: "a", receivedAt: 10 });
  store.put(liveInverter("b"), 20);
  expect(store.get("a")).toBe(first);
  store.put(liveInverter("a"), 30);
  expect(store.get("a")).not.toBe(first);
  expect(heard).toEqual(["a", "all", "b", "all", "a", "all"]);
  end();
  store.put(liveInverter("a"), 40);
  expect(heard.filter((one) => one === "a")).toHaveLength(2);
});

test("keeps one event an inverter, however many come", () => {
  const store = new LiveStore();
  for (let turn = 0; turn < 1000; turn += 1) store.put(liveInverter("a"), turn);
  expect(store.get("a")?.receivedAt).toBe(999);
  expect(store.get("b")).toBeUndefined();
});

test("tells the gateway's time by the values that took the shortest way", () => {
  const store = new LiveStore();
  expect(store.timeAt(1000)).toBeUndefined();
  const observedAt = "2026-06-21T10:00:00.000Z";
  const at = Date.parse(observedAt);
  store.put(liveInverter("a", { live: { observedAt, ageSeconds: 2 } }), 500);
  expect(store.timeAt(1500)).toBe(at + 3000);
  // One that was held up for ten seconds makes no clock slow, and one without a value makes none at all.
  store.put(liveInverter("b", { live: { observedAt, ageSeconds: 2 } }), 10_500);
  store.put(liveInverter("c", { live: null }), 10_500);
  expect(store.timeAt(1500)).toBe(at + 3000);
  // A clock that was a day ahead and is put right.
  const yesterday = new Date(at - 86_400_000).toISOString();
  store.put(liveInverter("a", { live: { observedAt: yesterday, ageSeconds: 0 } }), 20_000);
  expect(store.timeAt(20_000)).toBe(at - 86_400_000);
});
