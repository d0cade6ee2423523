import type { SettingDescriptionsQuery } from "@plenticore/client";

type Modules = NonNullable<NonNullable<SettingDescriptionsQuery["inverter"]>["settingDescriptions"]>;

/** A setting as the gateway describes it, with its module. Limits are the device's, as text; for texts they are lengths. */
export type Setting = Modules[number]["settings"][number] & { readonly moduleId: string };

/** Names a setting on this page. */
export const keyOf = ({ moduleId, id }: Pick<Setting, "moduleId" | "id">): string => `${moduleId}/${id}`;

export const settingsOf = (modules: Modules): Setting[] =>
  modules.flatMap(({ moduleId, settings }) => settings.map((setting) => ({ ...setting, moduleId })));

/** What this login may change, as far as is known: rights are not documented, so that "perhaps" is offered too. */
export const isOffered = ({ writable }: Pick<Setting, "writable">): boolean => writable !== "NO";

/** Days of the week plan, which have a better editor. */
export const isOfWeekPlan = ({ id }: Pick<Setting, "id">): boolean => id.startsWith("Battery:TimeControl:Conf");
