import type { ProcessDataSelector } from "@plenticore/core";
import { type ProfileName, profileNames } from "@plenticore/simulator";
import { describe, expect, it } from "vitest";
import { startRig } from "./rig.ts";

interface Expected {
  readonly swVersion: string;
  readonly family: string;
  readonly battery: boolean;
  /** Strings by number that shadow management can be told of. */
  readonly shadow: readonly number[];
}

const expected: Readonly<Record<ProfileName, Expected>> = {
  "plenticore-plus-g1": { swVersion: "01.26.09454", family: "PLENTICORE plus", battery: true, shadow: [1, 2] },
  "piko-iq-g1": { swVersion: "01.26.09454", family: "PIKO IQ", battery: false, shadow: [1, 2, 3] },
  "plenticore-g2": { swVersion: "02.20.21395", family: "PLENTICORE plus", battery: true, shadow: [1, 2] },
  // Its Properties:StringXFeatures answer 500 (FACTS 6, quirk 4).
  "plenticore-g3": { swVersion: "3.06.01.20869", family: "PLENTICORE", battery: true, shadow: [] },
};

describe.each(profileNames)("%s", (profile) => {
  const want = expected[profile];

  it("gives the power flow of its own figures, sums included", async () => {
    const { inverter, simulator } = await startRig({ profile });
    const { power, strings, phases, battery, state, isolationResistance } = await inverter.live();
    expect(state).toBe("FEED_IN");
    expect(power.solar).toBeGreaterThan(100);
    expect(power.solar).toBeCloseTo(
      strings.reduce((total, string) => total + (string.power ?? Number.NaN), 0),
      3,
    );
    expect((power.homeFromSolar ?? 0) + (power.homeFromBattery ?? 0) + (power.homeFromGrid ?? 0)).toBeCloseTo(
      power.home ?? Number.NaN,
      3,
    );
    expect((power.gridImport ?? Number.NaN) - (power.gridExport ?? Number.NaN)).toBe(power.grid);
    expect(power.losses).toBeGreaterThan(0);
    expect(phases.map(({ index }) => index)).toEqual([1, 2, 3]);
    for (const phase of phases) for (const value of Object.values(phase)) expect(value).toEqual(expect.any(Number));
    expect(isolationResistance === null || isolationResistance < 65_535_000).toBe(true);
    if (want.battery) {
      expect(battery?.stateOfCharge).toBeGreaterThan(0);
      expect(battery?.typeCode).toEqual(expect.any(Number));
      expect(power.battery).toBe(battery?.power);
    } else {
      expect([battery, power.battery, power.batteryCharge, power.homeFromBattery]).toEqual([null, null, null, null]);
    }
    expect(simulator.stats()).toMatchObject({ processdata: 1, maxConcurrent: 1, logins: 1 });
  });

  it("gives the counters of all periods in one request, each sum in itself right", async () => {
    const { inverter, simulator } = await startRig({ profile });
    const energies = await Promise.all(
      (["DAY", "MONTH", "YEAR", "TOTAL"] as const).map((period) => inverter.energy(period)),
    );
    expect(simulator.stats().processdata).toBe(1);
    let least = 0;
    for (const energy of energies) {
      expect(energy.yield).toBeGreaterThanOrEqual(least);
      least = energy.yield ?? Number.NaN;
      const parts = [energy.homeFromSolar, energy.homeFromBattery ?? 0, energy.homeFromGrid];
      expect(parts.reduce<number>((total, part) => total + (part ?? Number.NaN), 0)).toBeCloseTo(
        energy.home ?? Number.NaN,
        2,
      );
      expect(energy.toGrid).toBeGreaterThanOrEqual(0);
      expect(energy.batteryDischarge === null).toBe(!want.battery);
    }
  });

  it("tells what it is, who is logged in, and what it can", async () => {
    const { inverter } = await startRig({ profile });
    expect(await inverter.version()).toMatchObject({ swVersion: want.swVersion, name: "PUCK RESTful API" });
    expect(await inverter.product()).toMatchObject({ family: want.family, stringCount: expect.any(Number) });
    expect(await inverter.session()).toMatchObject({ role: "USER", authenticated: true });
    const modules = (await inverter.modules()).map(({ id }) => id);
    expect(modules.includes("devices:local:battery")).toBe(want.battery);
    const { battery, shadowManagement } = await inverter.capabilities();
    expect(shadowManagement?.strings).toEqual(want.shadow);
    expect(battery === null).toBe(!want.battery);
    if (want.battery) expect(battery?.minSoc).toMatchObject({ min: 5, max: 100, unit: "%", writable: "YES" });
    const plan = await inverter.batteryTimePlan();
    expect(plan?.days.length ?? 0).toBe(want.battery ? 7 : 0);
    const events = await inverter.events(3, "de-de");
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(3);
    for (const event of events) expect(event.startTime).toBeLessThan(Date.parse("2026-06-21T11:00:00Z"));
    expect(await inverter.firmwareUpdate()).toMatchObject({ status: expect.any(String), percent: expect.any(Number) });
    await expect(inverter.update()).rejects.toMatchObject({ code: "NOT_AVAILABLE" });
  });

  it("reads every id that it lists, and each with a unit", async () => {
    const { inverter, simulator } = await startRig({ profile });
    const listed = await inverter.processDataIds();
    const modules = await inverter.processData(undefined);
    expect(modules.map(({ moduleId, values }) => [moduleId, values.map(({ id }) => id)])).toEqual(
      listed.map(({ moduleId, ids }) => [moduleId, ids]),
    );
    for (const value of modules.flatMap(({ values }) => values)) {
      expect(value).toMatchObject({ value: expect.any(Number), unit: expect.any(String), code: null });
    }
    expect(simulator.stats().maxConcurrent).toBe(1);
  });

  it("answers for known ids when some are unknown, with a code for these", async () => {
    const { inverter } = await startRig({ profile });
    const select: ProcessDataSelector[] = [
      { moduleId: "devices:local", ids: ["Home_P", "Nonsense_P"] },
      { moduleId: "devices:nowhere", ids: ["P"] },
    ];
    const [local, nowhere] = await inverter.processData(select);
    expect(local?.values.map(({ code }) => code)).toEqual([null, "UNKNOWN_ID"]);
    expect(nowhere?.values.map(({ code }) => code)).toEqual(["UNKNOWN_MODULE"]);
    const [settings] = await inverter.settings([
      { moduleId: "devices:local", ids: ["Properties:SerialNo", "Nonsense", "Properties:String0Features"] },
    ]);
    expect(settings?.settings.map(({ code }) => code)).toEqual([
      null,
      "UNKNOWN_ID",
      profile === "plenticore-g3" ? "NOT_AVAILABLE" : null,
    ]);
  });
});
