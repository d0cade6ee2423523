import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProfileName } from "../src/index.ts";
import { DAY, HOUR, MINUTE, Zone } from "../src/model/zone.ts";
import { board, profileNames, sharedBoard, valuesAt } from "./support/board.ts";

const MODULE = "scb:statistic:EnergyFlow";
const SCOPES = ["Day", "Month", "Year", "Total"] as const;
const STEP = 5 * MINUTE;
const berlin = new Zone("Europe/Berlin");

/** `Statistic:Yield:Day` as `statistics(time)("Yield", "Day")`. */
function statistics(profile: ProfileName, time: number, seed = 1) {
  const values = valuesAt(sharedBoard(profile, seed), time);
  return (counter: string, scope: string): number => {
    const value = values.get(`${MODULE}/Statistic:${counter}:${scope}`);
    if (value === undefined) throw new Error(`no ${counter}:${scope}`);
    return value;
  };
}

const profile = fc.constantFrom(...profileNames);
const moment = fc.integer({ min: Date.UTC(2025, 0, 2), max: Date.UTC(2026, 11, 30) });
const COUNTERS = [
  "EnergyHome",
  "EnergyHomePv",
  "EnergyHomeBat",
  "EnergyHomeGrid",
  "EnergyPv1",
  "EnergyPv2",
  "EnergyPv3",
  "EnergyChargePv",
  "EnergyChargeGrid",
  "EnergyDischarge",
  "EnergyDischargeGrid",
  "Yield",
  "CO2Saving",
];

describe("sums of the counters", () => {
  test("hold in each scope at any moment", () => {
    fc.assert(
      fc.property(profile, moment, (name, time) => {
        const value = statistics(name, time);
        for (const scope of SCOPES) {
          const parts = value("EnergyHomePv", scope) + value("EnergyHomeBat", scope) + value("EnergyHomeGrid", scope);
          expect(value("EnergyHome", scope)).toBeCloseTo(parts, 5);
          const toGrid = value("Yield", scope) - value("EnergyHomePv", scope) - value("EnergyHomeBat", scope);
          expect(toGrid).toBeGreaterThanOrEqual(-1e-5);
          const dc = value("EnergyPv1", scope) + value("EnergyPv2", scope) + value("EnergyPv3", scope);
          expect(value("EnergyChargePv", scope)).toBeLessThanOrEqual(dc + 1e-5);
          expect(value("Yield", scope)).toBeLessThanOrEqual(dc + value("EnergyDischarge", scope) + 1e-5);
          const [home, fromGrid] = [value("EnergyHome", scope), value("EnergyHomeGrid", scope)];
          expect(value("Autarky", scope)).toBeCloseTo(home > 0 ? (100 * (home - fromGrid)) / home : 0, 5);
          for (const rate of ["Autarky", "OwnConsumptionRate"]) {
            expect(value(rate, scope)).toBeGreaterThanOrEqual(0);
            expect(value(rate, scope)).toBeLessThanOrEqual(100);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test("a longer span has counted at least as much as a shorter one", () => {
    fc.assert(
      fc.property(profile, moment, fc.constantFrom(...COUNTERS), (name, time, counter) => {
        const value = statistics(name, time);
        const [day, month, year, total] = SCOPES.map((scope) => value(counter, scope));
        for (const [less, more] of [
          [0, day],
          [day, month],
          [month, year],
          [year, total],
        ]) {
          expect(less).toBeLessThanOrEqual((more ?? Number.NaN) + 1e-5);
        }
      }),
      { numRuns: 80 },
    );
  });

  test("counters are the powers added up", () => {
    const device = sharedBoard("plenticore-plus-g1", 1);
    const from = Date.UTC(2026, 5, 10, 6);
    const ids = { Home_P: "EnergyHome", HomePv_P: "EnergyHomePv", HomeBat_P: "EnergyHomeBat" };
    const sums = new Map<string, number>();
    for (let time = from; time < from + 8 * HOUR; time += MINUTE) {
      const values = valuesAt(device, time + MINUTE / 2);
      for (const id of Object.keys(ids)) {
        sums.set(id, (sums.get(id) ?? 0) + (values.get(`devices:local/${id}`) ?? 0) / 60);
      }
    }
    const before = statistics("plenticore-plus-g1", from);
    const after = statistics("plenticore-plus-g1", from + 8 * HOUR);
    for (const [id, counter] of Object.entries(ids)) {
      const counted = after(counter, "Total") - before(counter, "Total");
      const added = sums.get(id) ?? 0;
      expect(Math.abs(counted - added), id).toBeLessThan(0.03 * Math.max(counted, 1000));
    }
  });
});

describe("time", () => {
  test("statistics change every 5 minutes and not in between", () => {
    fc.assert(
      fc.property(profile, moment, fc.integer({ min: 0, max: STEP - 1 }), (name, time, later) => {
        const start = Math.floor(time / STEP) * STEP;
        const device = sharedBoard(name, 1);
        const [one, other] = [start, start + later].map((at) =>
          [...valuesAt(device, at)].filter(([id]) => id.startsWith(MODULE)),
        );
        expect(other).toEqual(one);
      }),
      { numRuns: 40 },
    );
    const noon = Date.UTC(2026, 5, 21, 11);
    expect(statistics("piko-iq-g1", noon + STEP)("Yield", "Day")).toBeGreaterThan(
      statistics("piko-iq-g1", noon)("Yield", "Day"),
    );
  });

  test("Total never falls", () => {
    fc.assert(
      fc.property(profile, moment, moment, fc.constantFrom(...COUNTERS), (name, one, other, counter) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        expect(statistics(name, later)(counter, "Total")).toBeGreaterThanOrEqual(
          statistics(name, earlier)(counter, "Total"),
        );
      }),
      { numRuns: 80 },
    );
  });

  test.each([
    ["a summer's day", "2026-06-22", ["Day"]],
    ["the day after the clocks went forward", "2026-03-30", ["Day"]],
    ["the day after the clocks went back", "2026-10-26", ["Day"]],
    ["a month", "2026-07-01", ["Day", "Month"]],
    ["a year", "2026-01-01", ["Day", "Month", "Year"]],
  ])("%s begins at 0 at local midnight", (_, date, resetScopes) => {
    const midnight = berlin.startOfDay(Date.parse(date) / DAY);
    expect(berlin.print(midnight)).toBe(`${date}T00:00:00`);
    const before = statistics("plenticore-plus-g1", midnight - 1);
    const at = statistics("plenticore-plus-g1", midnight);
    for (const scope of SCOPES) {
      if (resetScopes.includes(scope)) {
        expect(before("EnergyHome", scope)).toBeGreaterThan(0);
        expect(at("EnergyHome", scope)).toBe(0);
      } else {
        expect(at("EnergyHome", scope)).toBeGreaterThanOrEqual(before("EnergyHome", scope));
      }
    }
    expect(at("EnergyHome", "Total")).toBeGreaterThan(before("EnergyHome", "Total"));
  });

  test.each([
    ["2026-03-29", 23],
    ["2026-10-25", 25],
    ["2026-06-21", 24],
  ])("the day of %s has %i hours of consumption", (date, hours) => {
    const day = Date.parse(date) / DAY;
    const [start, end] = [berlin.startOfDay(day), berlin.startOfDay(day + 1)];
    expect((end - start) / HOUR).toBe(hours);
    const last = statistics("piko-iq-g1", end - 1)("EnergyHome", "Day");
    const total = (time: number): number => statistics("piko-iq-g1", time)("EnergyHome", "Total");
    expect(last).toBeCloseTo(total(end - STEP) - total(start), 4);
  });

  test("another zone has other midnights", () => {
    const device = board({ timeZone: "Asia/Kolkata", latitude: 19, longitude: 73, time: Date.UTC(2026, 5, 21) });
    const midnight = Date.UTC(2026, 5, 21, 18, 30);
    const home = (time: number): number => valuesAt(device, time).get(`${MODULE}/Statistic:EnergyHome:Day`) ?? -1;
    expect(home(midnight)).toBe(0);
    expect(home(midnight - 1)).toBeGreaterThan(1000);
  });
});

describe("plausible figures", () => {
  test("a year yields about 1,000 Wh a Wp, and the house takes its share", () => {
    const value = statistics("plenticore-plus-g1", berlin.startOfDay(Date.UTC(2026, 0, 1) / DAY) - 1);
    expect(value("Yield", "Year") / 9_800).toBeGreaterThan(800);
    expect(value("Yield", "Year") / 9_800).toBeLessThan(1_250);
    expect(value("EnergyHome", "Year")).toBeGreaterThan(3_000_000);
    expect(value("EnergyHome", "Year")).toBeLessThan(8_000_000);
  });
});
