import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EnergySplit, homeSources, type PeriodEnergy, yieldUses } from "../../src/flow/energy-parts.ts";

const day: PeriodEnergy = {
  yield: 24_000,
  home: 12_000,
  homeFromSolar: 6000,
  homeFromBattery: 4000,
  homeFromGrid: 2000,
  toGrid: 14_000,
};

const told = ({ parts }: EnergySplit) => parts?.map(({ name, wattHours }) => [name, wattHours]);

test("where the house's energy came from, and where the yield went", () => {
  expect(told(homeSources(day, true))).toEqual([
    ["fromSolar", 6000],
    ["fromBattery", 4000],
    ["fromGrid", 2000],
  ]);
  expect(told(yieldUses(day, true))).toEqual([
    ["direct", 6000],
    ["throughBattery", 4000],
    ["fedIn", 14_000],
  ]);
});

describe("what is not known", () => {
  test("a part makes all parts unknown, and the whole is still told", () => {
    expect(homeSources({ ...day, homeFromGrid: null }, true)).toEqual({ wattHours: 12_000, parts: null });
  });

  test("the whole makes everything unknown", () => {
    expect(yieldUses({ ...day, yield: null }, true)).toEqual({ wattHours: null, parts: null });
  });

  test("a battery's part is not waited for where there is none", () => {
    expect(told(homeSources({ ...day, home: 8000, homeFromBattery: null }, false))).toEqual([
      ["fromSolar", 6000],
      ["fromGrid", 2000],
    ]);
  });
});

test("what no part accounts for is a part of its own", () => {
  expect(told(homeSources({ ...day, home: 12_500 }, true))?.at(-1)).toEqual(["rest", 500]);
  expect(told(homeSources({ ...day, home: 12_000.3 }, true))).toHaveLength(3);
});

test("the parts are never below 0, and fill the whole but for less than half a watt-hour", () => {
  const wattHours = fc.double({ min: -5, max: 1e9, noNaN: true });
  const energies = fc.record({
    yield: wattHours,
    home: wattHours,
    homeFromSolar: wattHours,
    homeFromBattery: wattHours,
    homeFromGrid: wattHours,
    toGrid: wattHours,
  });
  fc.assert(
    fc.property(energies, fc.boolean(), (energy, hasBattery) => {
      for (const { wattHours, parts } of [homeSources(energy, hasBattery), yieldUses(energy, hasBattery)]) {
        const sum = parts!.reduce((total, part) => total + part.wattHours, 0);
        const whole = Math.max(wattHours!, sum, 0);
        expect(whole - sum).toBeLessThan(0.5 + 1e-9 * whole);
        for (const part of parts!) {
          expect(part.wattHours).toBeGreaterThanOrEqual(0);
          expect(Math.abs(part.share * whole - part.wattHours)).toBeLessThanOrEqual(1e-9 * (1 + whole));
        }
      }
    }),
  );
});
