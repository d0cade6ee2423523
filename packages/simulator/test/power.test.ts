import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProfileName } from "../src/index.ts";
import { board, profileNames, sharedBoard, valuesAt } from "./support/board.ts";

const FIRST = Date.UTC(2025, 0, 2);
const LAST = Date.UTC(2026, 11, 30);

const moment = fc.integer({ min: FIRST, max: LAST });
const profile = fc.constantFrom(...profileNames);
// Each one calculates its years, so there are no more than the other tests need, too.
const anyDevice = fc.constantFrom(...profileNames.map((name): [ProfileName, number] => [name, 1]), [
  "plenticore-plus-g1",
  2,
] as [ProfileName, number]);

const strings: Readonly<Record<ProfileName, number>> = {
  "plenticore-plus-g1": 2,
  "piko-iq-g1": 3,
  "plenticore-g2": 2,
  "plenticore-g3": 3,
};

/** Reads like `local("Dc_P")`. */
function reader(values: ReadonlyMap<string, number>) {
  const of = (moduleid: string) => (id: string) => {
    const value = values.get(`${moduleid}/${id}`);
    if (value === undefined) throw new Error(`no ${moduleid}/${id}`);
    return value;
  };
  return { local: of("devices:local"), ac: of("devices:local:ac"), meter: of("devices:local:powermeter"), of };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Values are printed with 9 decimals. */
const DIGITS = 7;

describe("power sums of FACTS 3.2, in print, at any moment of any device", () => {
  test("house, strings, inverter, grid and phases", () => {
    let awake = 0;
    fc.assert(
      fc.property(anyDevice, moment, ([name, number], time) => {
        const values = valuesAt(sharedBoard(name, number), time);
        const { local, ac, meter, of } = reader(values);
        const pv = Array.from({ length: strings[name] }, (_, index) => of(`devices:local:pv${index + 1}`)("P"));
        const battery = values.get("devices:local:battery/P") ?? 0;

        expect(local("Home_P")).toBeCloseTo(local("HomePv_P") + local("HomeBat_P") + local("HomeGrid_P"), DIGITS);
        expect(local("HomeOwn_P")).toBeCloseTo(local("HomePv_P") + local("HomeBat_P"), DIGITS);
        expect(local("Dc_P")).toBeCloseTo(sum(pv) + battery, DIGITS);
        expect(local("Grid_P")).toBeCloseTo(local("Home_P") - ac("P"), DIGITS);
        expect(meter("P")).toBe(local("Grid_P"));
        expect(ac("L1_P") + ac("L2_P") + ac("L3_P")).toBeCloseTo(ac("P"), DIGITS);
        expect(local("Grid_L1_P") + local("Grid_L2_P") + local("Grid_L3_P")).toBeCloseTo(local("Grid_P"), DIGITS);
        expect(local("PV2Bat_P") + local("Grid2Bat_P")).toBeCloseTo(Math.max(0, -battery), DIGITS);

        const losses = local("Dc_P") - ac("P");
        const state = local("Inverter:State");
        if (state === 6 || state === 7) {
          awake += 1;
          expect(losses).toBeGreaterThan(30);
          expect(losses).toBeLessThan(35 + 0.03 * Math.abs(local("Dc_P")));
        } else {
          expect(losses).toBeGreaterThan(0);
          expect(losses).toBeLessThan(10);
        }
        for (const id of ["HomePv_P", "HomeBat_P", "HomeGrid_P", "PV2Bat_P", "Grid2Bat_P", "Bat2Grid_P"]) {
          expect(local(id)).toBeGreaterThanOrEqual(0);
        }
        expect([...values].filter(([, value]) => !Number.isFinite(value))).toEqual([]);
      }),
      { numRuns: 80 },
    );
    expect(awake).toBeGreaterThan(20);
  });

  test("the battery stays within its limits, and plus is discharging", () => {
    fc.assert(
      fc.property(fc.constantFrom<ProfileName>("plenticore-plus-g1", "plenticore-g3"), moment, (name, time) => {
        const device = sharedBoard(name, 1);
        const { of, local } = reader(valuesAt(device, time));
        const battery = of("devices:local:battery");
        const limit = device.profile.battery?.maxCharge ?? 0;
        expect(Math.abs(battery("P"))).toBeLessThanOrEqual(limit + 1e-6);
        expect(battery("SoC")).toBeGreaterThanOrEqual(4);
        expect(battery("SoC")).toBeLessThanOrEqual(100);
        expect(battery("I") * battery("U")).toBeCloseTo(battery("P"), 4);
        if (battery("P") > 0) expect(local("HomeBat_P") + local("Bat2Grid_P")).toBeGreaterThan(0);
        if (battery("P") < 0) expect(local("HomeBat_P")).toBe(0);
      }),
      { numRuns: 80 },
    );
  });

  test("a string's power is its voltage times its current while it is lit", () => {
    fc.assert(
      fc.property(profile, moment, (name, time) => {
        const string = reader(valuesAt(sharedBoard(name, 1), time)).of("devices:local:pv1");
        if (string("P") >= 1) expect(string("U") * string("I")).toBeCloseTo(string("P"), 4);
        else expect(string("P")).toBeGreaterThan(-0.2);
      }),
      { numRuns: 80 },
    );
  });
});

describe("determinism", () => {
  test("same seed and time, same values, whatever was asked before", () => {
    fc.assert(
      fc.property(profile, fc.array(moment, { maxLength: 3 }), moment, (name, before, time) => {
        const fresh = board({ profile: name, seed: 1, time });
        const used = sharedBoard(name, 1);
        for (const other of before) valuesAt(used, other);
        expect([...valuesAt(used, time)]).toEqual([...valuesAt(fresh, time)]);
      }),
      // A fresh device calculates its year first, which is what takes the time.
      { numRuns: 6 },
    );
  });

  test("devices of other seeds differ", () => {
    const noon = Date.UTC(2026, 5, 10, 11);
    const [one, other] = [1, 2].map((number) => valuesAt(sharedBoard("plenticore-plus-g1", number), noon));
    for (const id of [
      "devices:local/Home_P",
      "devices:local:pv1/P",
      "scb:statistic:EnergyFlow/Statistic:Yield:Total",
    ]) {
      expect(one?.get(id), id).not.toBe(other?.get(id));
    }
  });

  test("times before the ledger's year can be asked, too, and are the same each time", () => {
    const time = Date.UTC(2020, 3, 12, 10);
    const one = valuesAt(board({ time }), time);
    const other = valuesAt(sharedBoard("plenticore-plus-g1", 1), time);
    expect([...other]).toEqual([...one]);
    expect(one.get("devices:local:pv1/P")).toBeGreaterThan(0);
  });
});

describe("without an energy meter", () => {
  test("its module is missing and what depends on it reads 0", () => {
    const device = board({ meter: false, time: Date.UTC(2026, 5, 21, 11) });
    const values = valuesAt(device, Date.UTC(2026, 5, 21, 11));
    expect(device.processDataList().map(({ moduleid }) => moduleid)).not.toContain("devices:local:powermeter");
    expect(device.modules().map(({ id }) => id)).not.toContain("devices:local:powermeter");
    expect(device.setting("devices:local", "EnergySensor:InstalledSensor")).toBe("255");
    const { local, ac } = reader(values);
    for (const id of ["Home_P", "HomePv_P", "HomeBat_P", "HomeGrid_P", "Grid_P", "Grid_L1_P"])
      expect(local(id)).toBe(0);
    expect(ac("P")).toBeGreaterThan(1000);
  });
});
