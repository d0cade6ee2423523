import type { Setting } from "./setting.ts";

export const groups = [
  "battery",
  "generator",
  "energy",
  "outputs",
  "grid",
  "inverter",
  "network",
  "time",
  "modbus",
  "portal",
  "update",
  "other",
] as const;
export type SettingGroup = (typeof groups)[number];

/** By module, else by how the id begins: the device has no groups of its own. The first that fits counts. */
const rules: readonly (readonly [RegExp, SettingGroup])[] = [
  [/^scb:network\//, "network"],
  [/^scb:time\//, "time"],
  [/^scb:modbus\//, "modbus"],
  [/^scb:export\//, "portal"],
  [/^scb:update\//, "update"],
  [/^scb:rse\//, "grid"],
  [/\/(Battery|ESB):/, "battery"],
  [/\/EnergyM(gmt|anagement):Timed/, "battery"],
  [/\/Generator:/, "generator"],
  [/\/Properties:String\d+Features/, "generator"],
  [/\/Energy(Mgmt|Management|Sensor):/, "energy"],
  [/\/Digital(In|Out)/, "outputs"],
  [/\/(ActivePower|ReactivePower|GridSysProt|LvrtHvrt|POfF|POfU|Pave):/, "grid"],
  [/\/(Inverter|Properties|Branding|OptionKeys):/, "inverter"],
];

export const groupOf = ({ moduleId, id }: Pick<Setting, "moduleId" | "id">): SettingGroup =>
  rules.find(([pattern]) => pattern.test(`${moduleId}/${id}`))?.[1] ?? "other";

/** Settings by group, empty groups left out, each group by id. */
export function grouped(
  settings: readonly Setting[],
): { readonly group: SettingGroup; readonly settings: Setting[] }[] {
  const byGroup = Map.groupBy(settings, groupOf);
  return groups.flatMap((group) => {
    const found = byGroup.get(group);
    return found === undefined
      ? []
      : [{ group, settings: found.toSorted((one, other) => one.id.localeCompare(other.id)) }];
  });
}
