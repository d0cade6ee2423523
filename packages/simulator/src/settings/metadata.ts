import { type SettingEntry, settings } from "@plenticore/catalogue";
import type { SettingMetadata } from "@plenticore/rest";
import type { Profile } from "../profiles/profile.ts";

/** One setting of a device: what it prints of it, and who may write it. */
export interface SettingDefinition {
  readonly moduleId: string;
  readonly metadata: SettingMetadata;
  readonly installerOnly: boolean;
  /** Value at the factory. */
  readonly initial: string;
}

const IS_INTEGER = /^-?\d+$/;
const IS_FLOAT = /^-?\d+\.\d+$/;

/** The settings that a device of this profile has, with `values` by `module/id` before those of the catalogue. */
export function definitionsOf(profile: Profile, values: Readonly<Record<string, string>>): SettingDefinition[] {
  return settings
    .filter((entry) => profile.settings(entry) && hasString(entry.id, profile.strings.length))
    .map((entry) => {
      const initial = values[`${entry.moduleId}/${entry.id}`] ?? exampleOf(entry);
      return {
        moduleId: entry.moduleId,
        initial,
        installerOnly: entry.role === "installer",
        metadata: {
          min: entry.min,
          max: entry.max,
          default: entry.default,
          access: entry.access ?? "readonly",
          unit: entry.unit,
          id: entry.id,
          type: entry.type ?? assumedType(entry, initial),
        },
      };
    });
}

/** Whether a device of this profile has the setting `module/id`. */
export const hasSetting = (profile: Profile, key: string): boolean =>
  definitionsOf(profile, {}).some(({ moduleId, metadata }) => `${moduleId}/${metadata.id}` === key);

/** `Properties:StringNFeatures` exists for the strings there are. */
function hasString(id: string, strings: number): boolean {
  const match = /^Properties:String(\d)Features$/.exec(id);
  return match === null || Number(match[1]) < strings;
}

function exampleOf(entry: SettingEntry): string {
  const example = entry.examples[0];
  if (example !== undefined) return example;
  if (entry.type === "string") return "";
  return entry.min === null || Number(entry.min) <= 0 ? "0" : entry.min;
}

/** An assumption: only byte, uint32 and string were seen (FACTS 9.6). */
function assumedType(entry: SettingEntry, initial: string): string {
  // One that is a bit mask by the catalogue only sounds like a switch.
  if (/Enable$|^NTPuse$/.test(entry.id) && entry.bits === undefined) return "bool";
  if ([initial, entry.min, entry.max].some((text) => text !== null && IS_FLOAT.test(text))) return "float";
  if ([entry.min, initial].some((text) => text !== null && text.startsWith("-"))) return "int32";
  return IS_INTEGER.test(initial) ? "uint32" : "string";
}
