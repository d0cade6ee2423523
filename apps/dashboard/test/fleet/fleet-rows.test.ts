import { expect, test } from "vitest";
import { LiveStore } from "../../src/data/live-store.ts";
import { conditionOf, wordingOf } from "../../src/fleet/condition.ts";
import { attentionCount, conditionsText, fleetRows, worstFirst } from "../../src/fleet/fleet-rows.ts";
import { type LiveExample, liveInverter } from "../data/example.ts";

const at = 1000;

/** Not in the order that is wanted. */
const inverters: readonly (readonly [id: string, given: LiveExample | undefined])[] = [
  ["good", {}],
  ["disabled", { availability: { state: "DISABLED", code: "DISCONNECTED" }, live: null }],
  ["unheard", undefined],
  ["throttled", { live: { state: "THROTTLED" } }],
  ["low", {}],
  ["old", { live: { stale: true } }],
  ["hot", { live: { state: "OVERHEATING", stale: true } }],
  ["away", { availability: { state: "OFFLINE", code: "UNREACHABLE_TIMEOUT" }, live: { stale: true } }],
  ["locked", { availability: { state: "LOCKED", code: "USER_LOCKED" }, live: null }],
  ["also good", {}],
];

const plants = [
  {
    id: "home",
    name: "Home",
    timeZone: "Europe/Berlin",
    inverters: inverters.map(([id]) => ({ id, name: id, url: "http://10.0.0.1", peakPower: 1000, readOnly: false })),
  },
];

const noCounters = { yield: null, observedAt: null, stale: false };

const today = {
  plants: [
    {
      id: "home",
      today: noCounters,
      inverters: inverters.map(([id]) => ({
        id,
        today: { yield: id === "low" ? 1000 : 4000, strings: [], observedAt: "2026-06-21T10:00:00Z", stale: false },
      })),
    },
  ],
};

const noon = Date.parse("2026-06-21T10:00:00Z");

const store = new LiveStore();
for (const [id, given] of inverters) if (given !== undefined) store.put(liveInverter(id, given), at);

test("who wants attention stands first, and those alike stay in the configuration's order", () => {
  const rows = fleetRows(plants, { today, stale: false, at: noon });
  const text = conditionsText(rows, store, at);
  expect(worstFirst(rows, text).map(({ id }) => id)).toEqual([
    "locked",
    "away",
    "hot",
    "old",
    "low",
    "throttled",
    "unheard",
    "good",
    "also good",
    "disabled",
  ]);
  expect(attentionCount(text)).toBe(5);
  expect(attentionCount("")).toBe(0);
});

test("values that nobody renews grow old by the page's own clock", () => {
  const inverter = liveInverter("a", { receivedAt: 0 });
  const rows = fleetRows(plants, { stale: false, at: noon }).slice(0, 1);
  expect(conditionsText(rows, store, at)).not.toBe(conditionsText(rows, store, at + 20_000));
  expect(conditionOf({ inverter, stale: false, isLow: false })).toBe("good");
});

test("before anything was read, rows are there with nothing in them", () => {
  const [row] = fleetRows(plants, { stale: false, at: noon });
  expect(row).toMatchObject({ id: "good", comparison: undefined, lastEvent: undefined, todayStale: false });
  const failed = {
    plants: [{ id: "home", today: noCounters, inverters: [{ id: "good", today: null, events: null }] }],
  };
  expect(fleetRows(plants, { today: failed, stale: false, at: noon, lastEvents: failed })[0]).toMatchObject({
    comparison: undefined,
    lastEvent: undefined,
  });
});

test("a counter of another day is not of today, and one that nobody renews is old", () => {
  const [ofDay] = fleetRows(plants, { today, stale: false, at: noon });
  expect(ofDay).toMatchObject({ comparison: { specific: expect.any(Number) }, todayStale: false });
  const [old] = fleetRows(plants, { today, stale: true, at: noon });
  expect(old).toMatchObject({ comparison: { specific: expect.any(Number) }, todayStale: true });
  // Past midnight in Berlin, and not yet in UTC.
  const [ofYesterday] = fleetRows(plants, { today, stale: true, at: Date.parse("2026-06-21T22:30:00Z") });
  expect(ofYesterday).toMatchObject({ comparison: undefined });
});

test("what it is called is its own state, or why it is away", () => {
  expect(wordingOf(undefined)).toEqual({ kind: "waiting" });
  expect(wordingOf(liveInverter("a"))).toEqual({ kind: "state", state: "FEED_IN" });
  expect(wordingOf(liveInverter("a", { live: null }))).toMatchObject({ kind: "availability", state: "ONLINE" });
  expect(wordingOf(liveInverter("a", { availability: { state: "OFFLINE", code: "UNREACHABLE_DNS" } }))).toEqual({
    kind: "availability",
    state: "OFFLINE",
    code: "UNREACHABLE_DNS",
  });
});
