import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Device } from "../src/device.ts";
import { type SimulatorOptions, startHouse, startSimulator } from "../src/index.ts";
import { MINUTE } from "../src/model/zone.ts";
import { board } from "./support/board.ts";
import { SUMMER_NOON } from "./support/devices.ts";
import { Session } from "./support/wire.ts";

const STORAGE = "EnergyMgmt:AcStorage";
const time = Date.UTC(2026, 5, 1);

/** An inverter with battery and meter before two that have neither, and the same one alone in the same house. */
function houseOf(storage: "0" | "1", seed: number) {
  const others = (["piko-iq-g1", "plenticore-g3"] as const).map((profile, index) =>
    board({ profile, seed: seed + 1 + index, weatherSeed: seed, meter: false, battery: false, time }),
  );
  const othersPower = (from: number, until: number): number =>
    others.reduce((sum, { plant }) => sum + plant.outputOf(from, until), 0);
  const settings = { [`devices:local/${STORAGE}`]: storage };
  return { first: board({ seed, time, settings, othersPower }), others, alone: board({ seed, time }) };
}

const storing = houseOf("1", 1);
const sparing = houseOf("0", 5);
const house = fc.constantFrom(storing, sparing);
// One month: each that is asked is added up first.
const moment = fc.integer({ min: Date.UTC(2026, 3, 2), max: Date.UTC(2026, 3, 30) });

/** Reads powers only, like `powers("devices:local", "Grid_P")`: counters would have to be added up from their year on. */
function powersAt(device: Device, at: number): (moduleId: string, id: string) => number {
  device.set({ time: at });
  const reader = device.readProcessData();
  return (moduleId, id) => reader.read(moduleId, [id]).processdata[0]?.value ?? Number.NaN;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("inverters of one house", () => {
  test("the load is what all of them give and the grid adds, at any moment", () => {
    let exporting = 0;
    let hidden = 0;
    fc.assert(
      fc.property(house, moment, ({ first, others, alone }, at) => {
        const read = powersAt(first, at);
        const load = powersAt(alone, at)("devices:local", "Home_P");
        const parts = others.map((other) => powersAt(other, at));
        const given = sum(parts.map((part) => part("devices:local:ac", "P")));
        const grid = read("devices:local:powermeter", "P");
        expect(read("devices:local:ac", "P") + given + grid).toBeCloseTo(load, 5);
        expect(read("devices:local", "Grid_P")).toBe(grid);
        expect(sum([1, 2, 3].map((phase) => read("devices:local", `Grid_L${phase}_P`)))).toBeCloseTo(grid, 6);
        // The device knows of the load what the others leave.
        const seen = Math.max(0, load - given);
        expect(read("devices:local", "Home_P")).toBeCloseTo(seen, 5);
        const sources = ["HomePv_P", "HomeBat_P", "HomeGrid_P"].map((id) => read("devices:local", id));
        expect(sum(sources)).toBeCloseTo(seen, 5);
        for (const source of sources) expect(source).toBeGreaterThanOrEqual(0);
        for (const part of parts) {
          expect([part("devices:local", "Home_P"), part("devices:local", "Grid_P")]).toEqual([0, 0]);
        }
        if (grid < -100) exporting += 1;
        if (seen === 0) hidden += 1;
      }),
      { numRuns: 100 },
    );
    expect(Math.min(exporting, hidden)).toBeGreaterThan(10);
  });

  test("a battery with room takes all that is left; of the others' where its setting lets it", () => {
    const fromOthers = { "0": 0, "1": 0 };
    for (const [storage, { first }] of [["1", storing] as const, ["0", sparing] as const]) {
      const limit = first.profile.battery?.maxCharge ?? 0;
      for (let at = Date.UTC(2026, 3, 10); at < Date.UTC(2026, 3, 14); at += 10 * MINUTE) {
        const read = powersAt(first, at);
        const battery = read("devices:local:battery", "P");
        // Neither full soon, nor at its limit.
        const isFree = battery < -1 && -battery < limit - 1 && read("devices:local:battery", "SoC") < 90;
        if (isFree && storage === "1") expect(read("devices:local:powermeter", "P")).toBeCloseTo(0, 5);
        if (read("devices:local", "Grid2Bat_P") > 1e-6) fromOthers[storage] += 1;
      }
    }
    expect(fromOthers["1"]).toBeGreaterThan(5);
    expect(fromOthers["0"]).toBe(0);
  });

  test("a day's load is what all of them gave and the grid added, by their own counts", () => {
    const { first, others, alone } = storing;
    const day = first.plant.zone.dayOf(Date.UTC(2026, 3, 12, 12));
    const loads = Array.from(alone.plant.closedOf(day), ({ flow }) => flow.home);
    const balances = Array.from(first.plant.closedOf(day), ({ piece, flow }) => {
      const given = sum(others.map(({ plant }) => plant.outputOf(piece.from, piece.to)));
      return given + flow.ac + (flow.home - flow.othersSurplus - flow.ac);
    });
    expect(loads).toHaveLength(288);
    expect(sum(balances) / sum(loads)).toBeCloseTo(1, 6);
    for (const { plant } of others) {
      const from = plant.zone.startOfDay(day);
      const outputs = loads.map((_, step) => plant.outputOf(from + step * 5 * MINUTE, from + (step + 1) * 5 * MINUTE));
      const counted = sum(outputs.map((output) => Math.max(0, output) / 12));
      const last = Array.from(plant.closedOf(day), ({ state }) => state.tally.yield).at(-1) ?? Number.NaN;
      expect(counted / (last - (plant.closedOf(day).next().value?.state.tally.yield ?? 0))).toBeCloseTo(1, 4);
    }
  });

  test("an inverter without a meter leaves its battery alone, unless somebody commands it", () => {
    const device = board({ meter: false, time: SUMMER_NOON, settings: { "devices:local/Battery:ExternControl": "2" } });
    expect(powersAt(device, SUMMER_NOON)("devices:local:battery", "P")).toBe(0);
    device.writeSetting("devices:local", "Battery:ExternControl:DcPowerAbs", "-1500", true);
    expect(device.readProcessData().read("devices:local:battery", ["P"]).processdata[0]?.value).toBe(-1500);
  });
});

describe("startHouse", () => {
  async function started(options: readonly SimulatorOptions[]) {
    const simulators = await startHouse(
      options.map((own) => ({ rounds: 1_000, speed: 0, time: SUMMER_NOON, cloud: 0, ...own })),
    );
    onTestFinished(async () => void (await Promise.all(simulators.map((simulator) => simulator.close()))));
    return Promise.all(
      simulators.map(async (simulator) => ({ simulator, session: await Session.open(simulator.url) })),
    );
  }

  test("gives the first one the meter and the house, and the others a battery only where it is asked for", async () => {
    const parts = await started([{ seed: 4 }, { profile: "piko-iq-g1" }, { profile: "plenticore-g3", battery: false }]);
    const modules = await Promise.all(
      parts.map(async ({ session }) => (await session.send("/modules")).json<{ id: string }[]>().map(({ id }) => id)),
    );
    expect(modules.map((ids) => ids.includes("devices:local:powermeter"))).toEqual([true, false, false]);
    expect(modules.map((ids) => ids.includes("devices:local:battery"))).toEqual([true, false, false]);
    const outputs = await Promise.all(
      parts.map(async ({ session }) => [...(await session.values(["devices:local:ac", "P"])).values()][0] ?? 0),
    );
    expect(parts.map(({ simulator }) => simulator.outputOf(SUMMER_NOON))).toEqual(
      outputs.map((output) => expect.closeTo(output, 5)),
    );
    const [house] = parts;
    const grid = [...((await house?.session.values(["devices:local", "Grid_P"]))?.values() ?? [])][0] ?? Number.NaN;
    const load = sum(outputs) + grid;
    expect(load).toBeGreaterThan(50);
    expect(load).toBeLessThan(6_000);
    expect(grid).toBeLessThan(-5_000);
  });

  test.each([
    [{ othersPower: 5 }, /^othersPower: expected a function$/],
    [{ weatherSeed: 0.5 }, /^weatherSeed: expected a whole number/],
    [{ battery: false, settings: { "devices:local/Battery:MinSoc": "10" } }, /^settings: .*Battery:MinSoc$/],
  ])("%j is refused", async (options, message) => {
    const given = options as unknown as SimulatorOptions;
    await expect(startSimulator(given)).rejects.toMatchObject({
      code: "BAD_OPTION",
      message: expect.stringMatching(message),
    });
  });

  test("leaves nothing running when one of them can't start", async () => {
    const [taken] = await started([{}]);
    const port = taken?.simulator.port ?? 0;
    await expect(startHouse([{ rounds: 1_000 }, { rounds: 1_000, port }])).rejects.toMatchObject({
      code: "PORT_IN_USE",
    });
  });
});
