import { describe, expect, test } from "vitest";
import {
  describeProcessData,
  energyManagerState,
  energyManagerStateNames,
  energyManagerStates,
  inverterState,
  inverterStateNames,
  inverterStates,
} from "../src/index.ts";

describe("inverterState", () => {
  // The Modbus manual's list, 0 to 18, as schema.graphql names it.
  const manual =
    "OFF INIT ISO_MEAS GRID_CHECK START_UP UNKNOWN FEED_IN THROTTLED EXT_SWITCH_OFF UPDATE STANDBY GRID_SYNC GRID_PRE_CHECK GRID_SWITCH_OFF OVERHEATING SHUTDOWN IMPROPER_DC_VOLTAGE ESB UNKNOWN";

  test("names the codes of the manual", () => {
    expect(Array.from({ length: 19 }, (_, code) => inverterState(code)).join(" ")).toBe(manual);
  });

  test("has a code for each of its names", () => {
    expect(new Set(inverterStates.values())).toEqual(new Set(inverterStateNames));
  });

  test("agrees with the catalogue's own list", () => {
    const listed = describeProcessData("devices:local", "Inverter:State")?.enum ?? new Map<number, string>();
    const named = [...listed].filter(([, name]) => name !== "-").map(([code, name]) => [code, constantCase(name)]);
    expect(named).toEqual([...inverterStates]);
  });

  test.for([-1, 19, 20, 6.5, Number.NaN, Number.POSITIVE_INFINITY])("calls %s unknown", (code) => {
    expect(inverterState(code)).toBe("UNKNOWN");
  });
});

describe("energyManagerState", () => {
  test.for([
    [0, "IDLE"],
    [1, "UNKNOWN"],
    [2, "EMERGENCY_BATTERY_CHARGE"],
    [4, "UNKNOWN"],
    [8, "WINTER_MODE_STEP_1"],
    [10, "UNKNOWN"],
    [16, "WINTER_MODE_STEP_2"],
    [32, "UNKNOWN"],
    [-1, "UNKNOWN"],
  ] as const)("%i is %s", ([code, name]) => {
    expect(energyManagerState(code)).toBe(name);
  });

  test("has a code for each name but UNKNOWN", () => {
    expect([...energyManagerStates.values(), "UNKNOWN"]).toEqual(energyManagerStateNames);
  });
});

/** `IsoMeas` to `ISO_MEAS`. */
function constantCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
