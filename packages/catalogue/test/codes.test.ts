import { describe, expect, test } from "vitest";
import {
  batteryManagementModes,
  batteryTypes,
  describeProcessData,
  describeSetting,
  energyMeters,
  isolationNotMeasuredOhm,
  languages,
  noEnergyMeter,
  pssbFuseStates,
  sensorPositions,
} from "../src/index.ts";

describe("codes of settings", () => {
  test.for([
    { id: "Battery:Type", codes: batteryTypes, count: 11 },
    { id: "EnergySensor:InstalledSensor", codes: energyMeters, count: 5 },
    { id: "EnergySensor:SensorPosition", codes: sensorPositions, count: 2 },
    { id: "Battery:ExternControl", codes: batteryManagementModes, count: 3 },
  ])("$id has the $count codes that its setting lists", ({ id, codes, count }) => {
    const listed = describeSetting("devices:local", id)?.enum;
    expect([...codes.keys()].map(String)).toEqual([...(listed?.keys() ?? [])]);
    expect(codes.size).toBe(count);
  });

  test("name what users look for", () => {
    expect(batteryTypes.get(4)).toBe("BYD");
    expect(energyMeters.get(noEnergyMeter)).toBe("none");
    expect(sensorPositions.get(2)).toBe("grid connection");
    expect(pssbFuseStates.get(255)).toBe("unchecked");
    expect(batteryTypes.get(3)).toBeUndefined();
  });
});

test("the isolation's sentinel is that of its entry", () => {
  expect(describeProcessData("devices:local", "Iso_R")?.sentinel).toBe(isolationNotMeasuredOhm);
});

test("twelve languages in the device's spelling", () => {
  expect(languages).toHaveLength(12);
  expect(new Set(languages).size).toBe(12);
  expect(languages.filter((language) => !/^[a-z]{2}-[a-z]{2}$/.test(language))).toEqual([]);
});
