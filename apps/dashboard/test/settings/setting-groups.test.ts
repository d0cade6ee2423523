import { expect, test } from "vitest";
import type { Setting } from "../../src/settings/setting.ts";
import { grouped, groupOf } from "../../src/settings/setting-groups.ts";
import { isFound } from "../../src/settings/setting-search.ts";

const setting = (moduleId: string, id: string, description: string | null = null): Setting => ({
  moduleId,
  id,
  description,
  type: "byte",
  access: "readwrite",
  unit: null,
  min: null,
  max: null,
  default: null,
  writable: "YES",
});

test.each([
  ["devices:local", "Battery:MinSoc", "battery"],
  ["devices:local", "EnergyMgmt:TimedBatCharge:Soc", "battery"],
  ["devices:local", "EnergyMgmt:AcStorage", "energy"],
  ["devices:local", "Generator:ShadowMgmt:Enable", "generator"],
  ["devices:local", "DigitalOutputs:Customer:DelayTime", "outputs"],
  ["devices:local", "LvrtHvrt:EnableLvrt", "grid"],
  ["scb:network", "Network:Hostname", "network"],
  ["scb:time", "Timezone", "time"],
  ["somebody:else", "Anything", "other"],
])("%s/%s belongs to %s", (moduleId, id, want) => {
  expect(groupOf({ moduleId, id })).toBe(want);
});

test("every setting is in one group, in order", () => {
  const settings = [setting("x", "Z"), setting("devices:local", "Battery:Type"), setting("devices:local", "Battery:A")];
  expect(grouped(settings).map(({ group, settings: of }) => [group, of.map(({ id }) => id)])).toEqual([
    ["battery", ["Battery:A", "Battery:Type"]],
    ["other", ["Z"]],
  ]);
});

test.each([
  ["min soc", true],
  ["MINIMUM battery", true],
  ["ladezustand", true],
  ["devices:local", true],
  ["", true],
  ["grid", false],
  ["soc grid", false],
])("searching %j finds Battery:MinSoc: %s", (search, want) => {
  const found = setting("devices:local", "Battery:MinSoc", "Minimum state of charge of the battery");
  expect(isFound(search, found, "Mindestladezustand")).toBe(want);
});

test("accents don't matter", () => {
  expect(isFound("nachtruckspeisung", setting("a", "b"), "Nachtrückspeisung")).toBe(true);
});
