import { describeSetting } from "@plenticore/catalogue";
import type { Masked, SettingMetadata } from "@plenticore/rest";
import { type Rights, writable } from "./capabilities.ts";
import { PlenticoreError } from "./errors.ts";
import type { SettingDescription } from "./types.ts";

interface Place {
  readonly moduleId: string;
  /** Needed for `writable`. */
  readonly rights: Rights | undefined;
}

/** How one field is made of what the device lists: of which of its fields, and what; undefined where that is not there. */
interface DescriptionField<Value> {
  readonly of: readonly (keyof SettingMetadata)[];
  read(setting: Masked<SettingMetadata>, place: Place): Value | undefined;
}

const descriptionFields: {
  readonly [Field in keyof SettingDescription]: DescriptionField<SettingDescription[Field]>;
} = {
  id: { of: ["id"], read: ({ id }) => id },
  type: { of: ["type"], read: ({ type }) => type },
  access: { of: ["access"], read: ({ access }) => access },
  unit: { of: ["unit"], read: ({ unit = null }) => unit },
  min: { of: ["min"], read: ({ min = null }) => min },
  max: { of: ["max"], read: ({ max = null }) => max },
  default: { of: ["default"], read: ({ default: preset = null }) => preset },
  description: {
    of: ["id"],
    read: ({ id }, { moduleId }) =>
      id === undefined ? undefined : (describeSetting(moduleId, id)?.description ?? null),
  },
  writable: {
    of: ["id", "access"],
    read: ({ id, access }, { moduleId, rights }) =>
      id === undefined || access === undefined || rights === undefined
        ? undefined
        : writable(moduleId, { id, access }, rights),
  },
};

/** All fields of a description. */
export const settingDescriptionFields = Object.keys(descriptionFields) as readonly (keyof SettingDescription)[];

/** The device's fields of which these are made. */
export function listedFields(
  fields: readonly (keyof SettingDescription)[],
): ReadonlySet<keyof SettingMetadata> | "all" {
  const listedFor = (some: readonly (keyof SettingDescription)[]) =>
    new Set(some.flatMap((field) => descriptionFields[field].of));
  const listed = listedFor(fields);
  return listed.size === listedFor(settingDescriptionFields).size ? "all" : listed;
}

/** These fields of a setting as the device lists it. @throws PlenticoreError BAD_ANSWER */
export function settingDescription<Field extends keyof SettingDescription>(
  setting: Masked<SettingMetadata>,
  fields: readonly Field[],
  place: Place,
  inverterId: string,
): Pick<SettingDescription, Field> {
  const entries = fields.map((field) => {
    const value = descriptionFields[field].read(setting, place);
    if (value === undefined) {
      throw new PlenticoreError(
        "BAD_ANSWER",
        `${inverterId}: a setting of ${place.moduleId} is listed without ${descriptionFields[field].of.join(", ")}`,
        { inverterId },
      );
    }
    return [field, value] as const;
  });
  return Object.fromEntries(entries) as unknown as Pick<SettingDescription, Field>;
}
