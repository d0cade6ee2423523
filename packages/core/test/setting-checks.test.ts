import type { SettingMetadata } from "@plenticore/rest";
import { describe, expect, it } from "vitest";
import { checkSettings, isSameValue } from "../src/setting-checks.ts";

const setting = (id: string, type: string, min: string | null, max: string | null, access = "readwrite") =>
  [id, { id, type, access, min, max, unit: null, default: null } satisfies SettingMetadata] as const;

const metadata = new Map([
  [
    "m",
    new Map([
      setting("Byte", "byte", "5", "100"),
      setting("Whole", "int32", null, null),
      setting("Fraction", "float", "-1.5", "1.5"),
      setting("Switch", "bool", null, null),
      setting("Text", "string", "1", "3"),
      setting("Strange", "matrix", "1", "3"),
      setting("Secretive", "uint32", "0", "9", "writeonly"),
      setting("Fixed", "uint32", "0", "9", "readonly"),
    ]),
  ],
]);

const check = (...settings: [id: string, value: string][]) =>
  checkSettings([{ moduleId: "m", settings: settings.map(([id, value]) => ({ id, value })) }], metadata, "garage");

describe("checkSettings", () => {
  it.each<[id: string, value: string]>([
    ["Byte", "5"],
    ["Byte", "100"],
    ["Whole", "-7"],
    ["Fraction", "-1.5"],
    ["Fraction", ".5"],
    ["Switch", "0"],
    ["Text", "äöü"],
    // What nobody knows the meaning of is left to the device.
    ["Strange", "anything"],
    ["Secretive", "1"],
  ])("lets %s be %j", (id, value) => {
    expect(() => check([id, value])).not.toThrow();
  });

  it.each<[id: string, value: string, code: string, min: string | null, max: string | null]>([
    ["Byte", "4", "OUT_OF_RANGE", "5", "100"],
    ["Byte", "101", "OUT_OF_RANGE", "5", "100"],
    ["Byte", "7.5", "WRONG_TYPE", "5", "100"],
    ["Byte", "1e1", "WRONG_TYPE", "5", "100"],
    ["Byte", " 7", "WRONG_TYPE", "5", "100"],
    ["Byte", "", "WRONG_TYPE", "5", "100"],
    ["Fraction", "1.51", "OUT_OF_RANGE", "-1.5", "1.5"],
    ["Fraction", "Infinity", "WRONG_TYPE", "-1.5", "1.5"],
    ["Whole", "on", "WRONG_TYPE", null, null],
    ["Text", "", "OUT_OF_RANGE", "1", "3"],
    ["Text", "four", "OUT_OF_RANGE", "1", "3"],
    ["Fixed", "1", "READ_ONLY", "0", "9"],
    ["Unknown", "1", "UNKNOWN_ID", null, null],
  ])("refuses %s = %j as %s, with the limits", (settingId, value, code, min, max) => {
    const refused = { code, inverterId: "garage", setting: { moduleId: "m", settingId, min, max } };
    expect(() => check(["Switch", "1"], [settingId, value])).toThrow(expect.objectContaining(refused) as Error);
  });

  it("refuses a setting that is named twice", () => {
    const refused = { code: "BAD_INPUT", setting: { moduleId: "m", settingId: "Byte", min: "5", max: "100" } };
    expect(() => check(["Byte", "7"], ["Byte", "8"])).toThrow(expect.objectContaining(refused) as Error);
  });
});

describe("isSameValue", () => {
  it.each<[one: string, other: string, type: string | undefined, same: boolean]>([
    ["10", "10.0", "byte", true],
    ["6930.0", "6930", undefined, true],
    ["-0.5", "-.5", "float", true],
    ["10", "11", "byte", false],
    ["", "0", undefined, false],
    ["0x10", "16", undefined, false],
    ["007", "7", "string", false],
    ["2".repeat(96), `${"2".repeat(95)}0`, undefined, false],
  ])("%j and %j as %j: %j", (one, other, type, same) => {
    expect(isSameValue(one, other, type)).toBe(same);
    expect(isSameValue(other, one, type)).toBe(same);
  });
});
