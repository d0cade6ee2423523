import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chargeRoom, dischargeRoom, storedAfter } from "../src/model/battery.ts";
import { balance, emptyFlow, type Situation } from "../src/model/flow.ts";
import { hash, smoothNoise } from "../src/model/noise.ts";
import { lightThrough } from "../src/model/sky.ts";
import { sunAt, sunPath } from "../src/model/sun.ts";
import { DAY, firstDayOf, HOUR, MINUTE, Zone } from "../src/model/zone.ts";
import { board } from "./support/board.ts";

const FREIBURG = { latitude: 48, longitude: 7.85 };

function altitude(time: number, place = FREIBURG): number {
  const path = sunPath(place, Math.floor(time / DAY) * DAY + DAY / 2);
  return (Math.asin(sunAt(path, time, { east: 0, north: 0, up: 0 }).up) * 180) / Math.PI;
}

/** The minute of a UTC day in which the sun stands highest. */
function noonMinute(day: number): number {
  const minutes = Array.from({ length: 1440 }, (_, minute) => minute);
  return minutes.reduce(
    (best, minute) => (altitude(day + minute * MINUTE) > altitude(day + best * MINUTE) ? minute : best),
    0,
  );
}

describe("the sun", () => {
  test.each([
    ["2026-06-21", 90 - 48 + 23.44],
    ["2026-12-21", 90 - 48 - 23.44],
    ["2026-03-20", 90 - 48],
    ["2026-09-23", 90 - 48],
  ])("stands at its known height at noon of %s", (date, height) => {
    const day = Date.parse(date);
    expect(Math.abs(altitude(day + noonMinute(day) * MINUTE) - height)).toBeLessThan(0.3);
  });

  test.each([
    // Solar noon at 7.85° east by the equation of time: -14.2 min in February, +16.4 min in November.
    ["2026-02-11", 12 * 60 - 31.4 + 14.2],
    ["2026-11-03", 12 * 60 - 31.4 - 16.4],
  ])("passes the meridian of Freiburg on %s at the known minute", (date, minute) => {
    expect(Math.abs(noonMinute(Date.parse(date)) - minute)).toBeLessThan(1.5);
  });

  test("rises in the east and sets in the west, also in the south", () => {
    for (const place of [FREIBURG, { latitude: -34, longitude: 18.4 }]) {
      const day = Date.UTC(2026, 2, 20);
      const path = sunPath(place, day + DAY / 2);
      const noon = day + DAY / 2 - (place.longitude / 15) * HOUR;
      const at = (hours: number) => ({ ...sunAt(path, noon + hours * HOUR, { east: 0, north: 0, up: 0 }) });
      expect(at(-5).east).toBeGreaterThan(0.9);
      expect(at(5).east).toBeLessThan(-0.9);
      expect(Math.sign(at(0).north)).toBe(-Math.sign(place.latitude));
    }
  });

  test("gives about 1,000 W/m² from a clear sky at noon, a fifth through clouds, nothing below the horizon", () => {
    const light = { beam: 0, diffuse: 0, global: 0 };
    expect(lightThrough(0, Math.sin(1.14), light).global).toBeGreaterThan(850);
    expect(light.global).toBeLessThan(1100);
    expect(lightThrough(1, Math.sin(1.14), light).global).toBeLessThan(250);
    expect(lightThrough(0, -0.1, light)).toEqual({ beam: 0, diffuse: 0, global: 0 });
  });
});

describe("time zones", () => {
  const berlin = new Zone("Europe/Berlin");

  test("days have 23, 24 or 25 hours, and join without a gap", () => {
    const lengths = new Map<number, number>();
    for (let day = Date.UTC(2026, 0, 1) / DAY; day < Date.UTC(2027, 0, 1) / DAY; day++) {
      const start = berlin.startOfDay(day);
      expect(berlin.dayOf(start)).toBe(day);
      expect(berlin.dayOf(start - 1)).toBe(day - 1);
      const hours = (berlin.startOfDay(day + 1) - start) / HOUR;
      lengths.set(hours, (lengths.get(hours) ?? 0) + 1);
    }
    expect(lengths).toEqual(
      new Map([
        [24, 363],
        [23, 1],
        [25, 1],
      ]),
    );
  });

  test.each([
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "UTC",
  ])("%s agrees with Intl at random moments", (name) => {
    const zone = new Zone(name);
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone: name, dateStyle: "short", timeStyle: "medium" });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2018, 0), max: Date.UTC(2030, 0) }), (time) => {
        expect(zone.print(time)).toBe(format.format(time).replace(" ", "T"));
        const start = zone.startOfDay(zone.dayOf(time));
        expect(start).toBeLessThanOrEqual(time);
        expect(zone.dayOf(start)).toBe(zone.dayOf(time));
        expect(zone.dayOf(start - 1)).toBe(zone.dayOf(time) - 1);
      }),
      { numRuns: 60 },
    );
  });
});

describe("noise", () => {
  test("is in [0, 1), spread evenly, and continuous", () => {
    const values = Array.from({ length: 10_000 }, (_, index) => hash(3, index));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 2e12 }), (seed, time) => {
        expect(Math.abs(smoothNoise(seed, time, 10_000) - smoothNoise(seed, time + 1, 10_000))).toBeLessThan(0.001);
      }),
    );
  });
});

describe("the battery", () => {
  const battery = { capacity: 10_000, maxCharge: 5_000, maxDischarge: 4_000, voltage: 400, type: 4, modules: 4 };
  const hours = 1 / 12;

  test("never passes its limits, and loses on the way", () => {
    fc.assert(
      fc.property(fc.double({ min: 500, max: 10_000, noNaN: true }), (stored) => {
        const charged = storedAfter(battery, stored, -chargeRoom(battery, stored, 100, hours), hours);
        expect(charged).toBeLessThanOrEqual(10_000 + 1e-6);
        const discharged = storedAfter(battery, stored, dischargeRoom(battery, stored, 5, hours), hours);
        expect(discharged).toBeGreaterThanOrEqual(500 - 1e-6);
      }),
    );
    const there = storedAfter(battery, 5_000, -1_000, 1);
    expect(there).toBeLessThan(6_000);
    expect(storedAfter(battery, there, 1_000, 1)).toBeLessThan(5_000);
  });

  test("what flows in flows out, whatever is commanded", () => {
    const watt = fc.double({ min: 0, max: 9_000, noNaN: true });
    const situation = fc.record({
      available: fc.tuple(watt, watt),
      home: watt,
      others: fc.double({ min: -50, max: 20_000, noNaN: true }),
      metered: fc.boolean(),
      stored: fc.double({ min: 0, max: 10_000, noNaN: true }),
      hours: fc.constant(hours),
      resting: fc.boolean(),
      slot: fc.record({ charge: fc.boolean(), discharge: fc.boolean(), gridCharge: fc.boolean() }),
      controls: fc.record({
        minSoc: fc.integer({ min: 0, max: 100 }),
        maxSoc: fc.constant(100),
        maxCharge: fc.constantFrom(0, 1_000, 5_000),
        maxDischarge: fc.constantFrom(0, 1_000, 4_000),
        setPoint: fc.option(fc.integer({ min: -6_000, max: 6_000 }), { nil: undefined }),
        plan: fc.constant(undefined),
        acStorage: fc.boolean(),
        maxOutput: fc.constantFrom(500, 10_000),
        cloud: fc.constant(undefined),
      }),
    });
    fc.assert(
      fc.property(situation, (now: Situation) => {
        const flow = balance(battery, now, emptyFlow(2));
        const [one = 0, other = 0] = flow.strings;
        expect(one + other + flow.battery - flow.losses).toBeCloseTo(flow.ac, 6);
        expect(flow.homePv + flow.homeBattery + flow.homeGrid).toBeCloseTo(flow.home, 6);
        expect(flow.home - flow.othersSurplus).toBeCloseTo(now.home - now.others, 6);
        expect(flow.home).toBeGreaterThanOrEqual(0);
        expect(flow.othersSurplus).toBeGreaterThanOrEqual(0);
        expect(flow.ac).toBeLessThanOrEqual(now.controls.maxOutput + 1e-6);
        expect(flow.battery).toBeLessThanOrEqual(now.controls.maxDischarge + 1e-6);
        expect(flow.battery).toBeGreaterThanOrEqual(-now.controls.maxCharge - 1e-6);
        expect(flow.pvToBattery + flow.gridToBattery).toBeCloseTo(Math.max(0, -flow.battery), 6);
        const { homePv, homeBattery, homeGrid, pvToBattery, gridToBattery, batteryToGrid } = flow;
        for (const part of [one, other, homePv, homeBattery, homeGrid, pvToBattery, gridToBattery, batteryToGrid]) {
          expect(part).toBeGreaterThanOrEqual(-1e-6);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test.each(["plenticore-plus-g1", "plenticore-g2", "plenticore-g3"] as const)(
  "%s: months are computed apart from each other, and join without a gap",
  (profile) => {
    const { plant } = board({ profile, seed: 3, time: Date.UTC(2026, 1, 1) });
    for (let month = 2025 * 12 + 1; month < 2026 * 12 + 6; month++) {
      const midnight = plant.zone.startOfDay(firstDayOf(month));
      const [before, after] = [plant.momentAt(midnight - 1), plant.momentAt(midnight)];
      expect(Math.abs(before.stored - after.stored)).toBeLessThan(1);
    }
  },
);
