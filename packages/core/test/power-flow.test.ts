import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distribute } from "../src/distribution.ts";
import {
  autarky,
  type InverterPower,
  inverterPowerFlow,
  plantPowerFlow,
  selfConsumption,
  sum,
} from "../src/power-flow.ts";
import { quantity, type Watt } from "../src/units.ts";

const watt = (value: number | null): Watt | null => (value === null ? null : quantity<Watt>(value));

const power = (
  change: Partial<Record<keyof Omit<InverterPower, "strings">, number | null>> & { strings?: (number | null)[] },
) =>
  inverterPowerFlow({
    strings: (change.strings ?? [3_000, 2_000]).map(watt),
    home: watt(change.home === undefined ? 1_200 : change.home),
    homeFromSolar: watt(change.homeFromSolar === undefined ? 1_200 : change.homeFromSolar),
    homeFromBattery: watt(change.homeFromBattery === undefined ? 0 : change.homeFromBattery),
    homeFromGrid: watt(change.homeFromGrid === undefined ? 0 : change.homeFromGrid),
    grid: watt(change.grid === undefined ? -2_600 : change.grid),
    battery: watt(change.battery === undefined ? -1_000 : change.battery),
    ac: watt(change.ac === undefined ? 3_800 : change.ac),
    dc: watt(change.dc === undefined ? 4_000 : change.dc),
  });

describe("inverterPowerFlow", () => {
  it("splits signed figures into directions that are at least 0", () => {
    expect(power({})).toMatchObject({
      solar: 5_000,
      gridImport: 0,
      gridExport: 2_600,
      batteryCharge: 1_000,
      batteryDischarge: 0,
      losses: 200,
      autarky: 100,
    });
    expect(power({ grid: 700, battery: 400 })).toMatchObject({
      gridImport: 700,
      gridExport: 0,
      batteryCharge: 0,
      batteryDischarge: 400,
    });
  });

  it("shows the sensors' night noise as no sun, and prints no negative zero", () => {
    const night = power({ strings: [-0.11, -0.12], grid: 0, battery: 0 });
    expect(night.solar).toBe(0);
    expect(Object.values(night).some((value) => Object.is(value, -0))).toBe(false);
  });

  it("keeps unknown apart from zero", () => {
    expect(power({ strings: [3_000, null] }).solar).toBeNull();
    expect(power({ strings: [] }).solar).toBeNull();
    expect(power({ grid: null })).toMatchObject({
      grid: null,
      gridImport: null,
      gridExport: null,
      selfConsumption: null,
    });
    expect(power({ battery: null })).toMatchObject({ battery: null, batteryCharge: null, batteryDischarge: null });
    expect(power({ dc: null }).losses).toBeNull();
  });
});

describe("autarky and selfConsumption", () => {
  it.each([
    [0, 1_000, 100],
    [250, 1_000, 75],
    [1_000, 1_000, 0],
    [1_001, 1_000, 0],
    [0, 0, null],
    [0, -5, null],
    [null, 1_000, null],
    [0, null, null],
  ])("%s of %s gives %s", (part, whole, want) => {
    expect(autarky(watt(part), watt(whole))).toBe(want);
    expect(selfConsumption(watt(part), watt(whole))).toBe(want);
  });
});

describe("sum", () => {
  it("is unknown where a part is", () => {
    expect(sum([watt(1), watt(2)])).toBe(3);
    expect(sum([watt(1), null])).toBeNull();
    expect(sum([])).toBeNull();
  });
});

describe("distribute", () => {
  it.each([
    ["sun alone", { home: 500, solar: 800, gridExport: 300 }, { fromSolar: 500, fromBattery: 0, fromGrid: 0 }],
    [
      "night with a battery",
      { home: 500, batteryDischarge: 300, gridImport: 200 },
      { fromSolar: 0, fromBattery: 300, fromGrid: 200 },
    ],
    [
      "the grid charges the battery",
      { home: 500, gridImport: 2_500, batteryCharge: 2_000 },
      { fromSolar: 0, fromBattery: 0, fromGrid: 500 },
    ],
    [
      "sun charges, grid feeds the house",
      { home: 900, solar: 600, batteryCharge: 600, gridImport: 900 },
      { fromSolar: 0, fromBattery: 0, fromGrid: 900 },
    ],
    [
      "the battery feeds the grid",
      { home: 100, solar: 0, batteryDischarge: 1_000, gridExport: 900 },
      { fromSolar: 0, fromBattery: 100, fromGrid: 0 },
    ],
  ])("%s", (_name, flows, want) => {
    const none = { home: 0, solar: 0, gridImport: 0, gridExport: 0, batteryDischarge: 0, batteryCharge: 0 };
    expect(distribute({ ...none, ...flows })).toEqual(want);
  });

  it("covers the house exactly where the flows balance, from parts that are at least 0", () => {
    const flow = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(flow, flow, flow, flow, flow, (solar, gridImport, gridExport, batteryDischarge, batteryCharge) => {
        const home = solar + gridImport + batteryDischarge - gridExport - batteryCharge;
        fc.pre(home >= 0);
        const { fromSolar, fromBattery, fromGrid } = distribute({
          home,
          solar,
          gridImport,
          gridExport,
          batteryDischarge,
          batteryCharge,
        });
        for (const part of [fromSolar, fromBattery, fromGrid]) expect(part).toBeGreaterThanOrEqual(0);
        expect(fromSolar + fromBattery + fromGrid).toBe(home);
        expect(fromSolar).toBeLessThanOrEqual(solar);
        expect(fromBattery).toBeLessThanOrEqual(batteryDischarge);
        expect(fromGrid).toBeLessThanOrEqual(gridImport);
      }),
    );
  });
});

describe("plantPowerFlow", () => {
  const west = power({ strings: [2_000], battery: null, ac: 1_900, dc: 1_950, grid: 0, home: 0 });

  it("sums the parts and reckons the house from what they give and the grid", () => {
    const flow = plantPowerFlow([power({}), west], watt(-3_000));
    expect(flow).toMatchObject({
      solar: 7_000,
      battery: -1_000,
      batteryCharge: 1_000,
      ac: 5_700,
      dc: 5_950,
      losses: 250,
      grid: -3_000,
      home: 2_700,
      homeFromSolar: 2_700,
      homeFromBattery: 0,
      homeFromGrid: 0,
      autarky: 100,
    });
    expect(flow.selfConsumption).toBeCloseTo(100 * (1 - 3_000 / 5_700));
  });

  it("knows nothing of house and grid where no meter does", () => {
    expect(plantPowerFlow([power({}), west], null)).toMatchObject({
      solar: 7_000,
      grid: null,
      home: null,
      homeFromSolar: null,
      autarky: null,
      selfConsumption: null,
    });
  });

  it("has no battery where no part has one", () => {
    const flow = plantPowerFlow([west, west], watt(500));
    expect(flow).toMatchObject({ battery: null, batteryCharge: null, batteryDischarge: null, homeFromBattery: null });
    expect(flow.home).toBe(4_300);
  });
});
