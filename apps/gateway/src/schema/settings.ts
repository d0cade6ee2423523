import {
  type ModuleSettingDescriptions,
  type ModuleSettings,
  type SettingDescription,
  type SettingValue,
  settingDescriptionFields,
} from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";
import { ErrorCodeEnum } from "./error-code.ts";
import { selectedOf } from "./selected-fields.ts";
import { WritableEnum } from "./writable.ts";

const SettingSelectorInput = builder.inputType("SettingSelector", {
  fields: (t) => ({
    moduleId: t.string({ required: true }),
    ids: t.stringList({ required: true }),
  }),
});

const SettingDescriptionRef = builder.objectRef<SettingDescription>("SettingDescription").implement({
  fields: (t) => ({
    id: t.exposeString("id", { nullable: false }),
    type: t.exposeString("type", { nullable: false }),
    access: t.exposeString("access", { nullable: false }),
    unit: t.exposeString("unit"),
    min: t.exposeString("min"),
    max: t.exposeString("max"),
    default: t.exposeString("default"),
    description: t.exposeString("description"),
    writable: t.expose("writable", {
      type: WritableEnum,
      nullable: false,
      description: "Whether this login may write it, as far as is known: rights are not documented by the device.",
    }),
  }),
});

const ModuleSettingDescriptionsRef = builder
  .objectRef<ModuleSettingDescriptions>("ModuleSettingDescriptions")
  .implement({
    fields: (t) => ({
      moduleId: t.exposeString("moduleId", { nullable: false }),
      settings: t.expose("settings", { type: [SettingDescriptionRef], nullable: false }),
    }),
  });

const SettingValueRef = builder.objectRef<SettingValue>("SettingValue").implement({
  fields: (t) => ({
    id: t.exposeString("id", { nullable: false }),
    value: t.exposeString("value"),
    code: t.expose("code", { type: ErrorCodeEnum }),
  }),
});

const ModuleSettingsRef = builder.objectRef<ModuleSettings>("ModuleSettings").implement({
  fields: (t) => ({
    moduleId: t.exposeString("moduleId", { nullable: false }),
    settings: t.expose("settings", { type: [SettingValueRef], nullable: false }),
  }),
});

export const settingsFields = (t: InverterFields): FieldMap => ({
  settingDescriptions: t.field({
    type: [ModuleSettingDescriptionsRef],
    args: { moduleIds: t.arg.stringList() },
    resolve: (inverter, { moduleIds }, { signal }, info) =>
      inverter.settingDescriptions(moduleIds ?? undefined, {
        signal,
        fields: selectedOf(settingDescriptionFields, info, "settings"),
      }),
  }),
  settings: t.field({
    type: [ModuleSettingsRef],
    args: { select: t.arg({ type: [SettingSelectorInput], required: true }) },
    resolve: (inverter, { select }, { signal }) => inverter.settings(select, { signal }),
  }),
});
