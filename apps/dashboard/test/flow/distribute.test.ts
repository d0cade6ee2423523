import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { balanceOf, distribute } from "../../src/flow/distribute.ts";
import { type EdgeId, edgeEnds, edgeIds, type FlowPower, type Place, unknownPower } from "../../src/flow/flow-power.ts";

const nothing: FlowPower = {
  solar: 0,
  home: 0,
  gridImport: 0,
  gridExport: 0,
  batteryCharge: 0,
  batteryDischarge: 0,
  homeFromSolar: null,
  homeFromBattery: null,
  homeFromGrid: null,
  losses: 0,
};

const flowing = (power: Partial<FlowPower>, hasBattery = true) =>
  Object.fromEntries(
    Object.entries(distribute({ ...nothing, ...power }, hasBattery)).filter(([, watts]) => watts !== 0),
  );

describe("in Home Assistant's order, where the inverters don't tell the house's sources", () => {
  test.each<[string, Partial<FlowPower>, Partial<Record<EdgeId, number>>]>([
    ["nothing", {}, {}],
    [
      "sun for all",
      { solar: 5000, home: 600, batteryCharge: 1400, gridExport: 3000 },
      { solarToHome: 600, solarToBattery: 1400, solarToGrid: 3000 },
    ],
    [
      "grid beyond the house's use charges first",
      { gridImport: 3000, home: 500, solar: 200, batteryCharge: 2700 },
      { gridToBattery: 2500, solarToBattery: 200, gridToHome: 500 },
    ],
    [
      "sun charges before it serves the house",
      { solar: 1000, batteryCharge: 800, home: 900, gridImport: 700 },
      { solarToBattery: 800, solarToHome: 200, gridToHome: 700 },
    ],
    [
      "sun is fed in before the battery is",
      { solar: 1000, batteryDischarge: 500, gridExport: 1200, home: 300 },
      { solarToGrid: 1000, batteryToGrid: 200, batteryToHome: 300 },
    ],
    [
      "three sources",
      { solar: 500, batteryDischarge: 700, gridImport: 300, home: 1500 },
      { solarToHome: 500, batteryToHome: 700, gridToHome: 300 },
    ],
  ])("%s", (_name, power, want) => {
    expect(flowing(power)).toEqual(want);
  });
});

test("what the inverters tell of the house's sources is taken as it is", () => {
  const told = {
    solar: 1000,
    batteryCharge: 400,
    home: 900,
    gridImport: 300,
    homeFromSolar: 800,
    homeFromBattery: 0,
    homeFromGrid: 100,
  };
  expect(flowing(told)).toEqual({ solarToHome: 800, gridToHome: 100, solarToBattery: 200, gridToBattery: 200 });
});

test("a told source is never more than its place gives", () => {
  expect(flowing({ solar: 500, home: 600, homeFromSolar: 550, homeFromBattery: 0, homeFromGrid: 0 })).toEqual({
    solarToHome: 500,
  });
});

describe("with something unknown", () => {
  test("no edge is known, and none is 0, when nothing is known", () => {
    expect(new Set(Object.values(distribute(unknownPower, true)))).toEqual(new Set([null]));
  });

  test("an edge is 0 where one of its ends is 0", () => {
    const edges = distribute({ ...unknownPower, solar: 3000, batteryDischarge: 0, batteryCharge: 900 }, true);
    expect(edges).toMatchObject({
      batteryToHome: 0,
      batteryToGrid: 0,
      solarToBattery: null,
      solarToHome: null,
      gridToBattery: null,
    });
    expect(distribute({ ...unknownPower, solar: 0 }, true)).toMatchObject({
      solarToHome: 0,
      solarToGrid: 0,
      solarToBattery: 0,
      gridToHome: null,
    });
  });

  test("what is told of the house's sources is still known", () => {
    expect(distribute({ ...unknownPower, homeFromSolar: 640, homeFromGrid: 20 }, true)).toMatchObject({
      solarToHome: 640,
      gridToHome: 20,
      batteryToHome: null,
    });
  });

  test("a battery's figures are 0, not unknown, where there is none", () => {
    const power = { ...nothing, solar: 2000, home: 500, gridExport: 1500, batteryCharge: null, batteryDischarge: null };
    expect(distribute(power, false)).toMatchObject({
      solarToHome: 500,
      solarToGrid: 1500,
      solarToBattery: 0,
      batteryToHome: 0,
    });
    expect(distribute(power, true)).toMatchObject({ solarToBattery: null, solarToGrid: null });
  });
});

describe("balance", () => {
  test("tells losses from what nobody accounts for", () => {
    const power = { ...nothing, solar: 5210, home: 640, gridExport: 3128, batteryCharge: 1260, losses: 170 };
    expect(balanceOf(power, true)).toEqual({ in: 5210, out: 5028, losses: 170, unaccounted: 12 });
  });

  test("is below zero where more goes out than comes in, and unknown where a part is", () => {
    expect(balanceOf({ ...nothing, solar: 900, home: 1000, losses: null }, true)).toEqual({
      in: 900,
      out: 1000,
      losses: null,
      unaccounted: -100,
    });
    expect(balanceOf({ ...nothing, home: null }, true)).toEqual({ in: 0, out: null, losses: 0, unaccounted: null });
  });
});

const watts = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2e4, noNaN: true }), fc.integer({ min: 0, max: 1e8 }));
const noise = fc.oneof(watts, fc.double({ min: -50, max: 50, noNaN: true }));
const maybe = fc.option(noise, { nil: null });
const keys = Object.keys(nothing) as (keyof FlowPower)[];
const anyPower = (value: fc.Arbitrary<number | null>): fc.Arbitrary<FlowPower> =>
  fc.record(
    Object.fromEntries(keys.map((key) => [key, value])) as Record<keyof FlowPower, fc.Arbitrary<number | null>>,
  );

const sides = (power: FlowPower): Record<Place, readonly [give: number | null, take: number | null]> => ({
  solar: [power.solar, 0],
  home: [0, power.home],
  grid: [power.gridImport, power.gridExport],
  battery: [power.batteryDischarge, power.batteryCharge],
});
const places: readonly Place[] = ["solar", "home", "grid", "battery"];
/** Sums of floats of this size differ by so much. */
const close = (whole: number): number => 1e-6 * (1 + Math.abs(whole));

describe("whatever the values", () => {
  test("no edge is below 0, and no place gives or takes more than its own figure", () => {
    fc.assert(
      fc.property(anyPower(maybe), fc.boolean(), (power, hasBattery) => {
        const edges = distribute(power, hasBattery);
        for (const id of edgeIds) expect(edges[id] ?? 0).toBeGreaterThanOrEqual(0);
        for (const place of places) {
          if (place === "battery" && !hasBattery) continue;
          const [gives, takes] = sides(power)[place].map((value) => (value === null ? null : Math.max(0, value)));
          const sumOf = (end: "from" | "to") =>
            edgeIds.filter((id) => edgeEnds[id][end] === place).reduce((total, id) => total + (edges[id] ?? 0), 0);
          // Told sources of a place that is itself unknown are all that is known of it.
          if (gives !== null && gives !== undefined) expect(sumOf("from")).toBeLessThanOrEqual(gives + close(gives));
          if (takes !== null && takes !== undefined) expect(sumOf("to")).toBeLessThanOrEqual(takes + close(takes));
        }
      }),
    );
  });

  test("known values give known edges, and what the edges leave over is the gap", () => {
    fc.assert(
      fc.property(anyPower(noise), (power) => {
        const edges = distribute(power, true);
        const balance = balanceOf(power, true);
        const restOf = (end: "from" | "to") =>
          places.reduce((total, place) => {
            const figure = Math.max(0, sides(power)[place][end === "from" ? 0 : 1] ?? 0);
            const moved = edgeIds
              .filter((id) => edgeEnds[id][end] === place)
              .reduce((sum, id) => sum + (edges[id] ?? Number.NaN), 0);
            return total + figure - moved;
          }, 0);
        const gap = (balance.losses ?? 0) + (balance.unaccounted ?? Number.NaN);
        expect(Math.abs(restOf("from") - restOf("to") - gap)).toBeLessThanOrEqual(
          close((balance.in ?? 0) + (balance.out ?? 0)),
        );
      }),
    );
  });

  test("in = out leaves nothing over, where grid and battery each go one way", () => {
    fc.assert(
      fc.property(watts, watts, fc.integer({ min: -1e4, max: 1e4 }), (solar, home, battery) => {
        const grid = home - solar - battery;
        const power = {
          ...nothing,
          solar,
          home,
          gridImport: Math.max(0, grid),
          gridExport: Math.max(0, -grid),
          batteryDischarge: Math.max(0, battery),
          batteryCharge: Math.max(0, -battery),
        };
        const moved = Object.values(distribute(power, true)).reduce<number>(
          (sum, value) => sum + (value ?? Number.NaN),
          0,
        );
        const comesIn = balanceOf(power, true).in ?? Number.NaN;
        expect(Math.abs(moved - comesIn)).toBeLessThanOrEqual(close(comesIn));
      }),
    );
  });

  test("without a battery no edge of it flows or is unknown", () => {
    fc.assert(
      fc.property(anyPower(maybe), (power) => {
        const edges = distribute(power, false);
        for (const id of edgeIds.filter((id) => /battery/i.test(id))) expect(edges[id]).toBe(0);
      }),
    );
  });
});
