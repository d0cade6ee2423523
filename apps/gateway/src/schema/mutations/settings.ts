import type { Inverter, ModuleWriteOutcome, SettingWriteOutcome, WriteOutcome } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type MutationFields } from "../builder.ts";
import { InverterRef } from "../inverter.ts";
import { changesOf, toldValue } from "./changes.ts";
import { ForbiddenFailureRef, InverterFailureRef, SettingFailureRef } from "./failures.ts";
import { typeOf, type Written, write } from "./write.ts";

export const WriteOutcomeEnum = builder.enumType("WriteOutcome", {
  values: ["APPLIED", "UNCHANGED", "IGNORED", "UNREADABLE"] as const satisfies readonly WriteOutcome[],
});

const SettingWriteOutcomeRef = builder.objectRef<SettingWriteOutcome>("SettingWriteOutcome").implement({
  description: "value: what the device holds now, read back.",
  fields: (t) => ({
    id: t.exposeString("id", { nullable: false }),
    outcome: t.expose("outcome", { type: WriteOutcomeEnum, nullable: false }),
    value: t.exposeString("value"),
    before: t.exposeString("before"),
  }),
});

const ModuleWriteOutcomeRef = builder.objectRef<ModuleWriteOutcome>("ModuleWriteOutcome").implement({
  fields: (t) => ({
    moduleId: t.exposeString("moduleId", { nullable: false }),
    settings: t.expose("settings", { type: [SettingWriteOutcomeRef], nullable: false }),
  }),
});

interface WriteSettingsSuccess {
  readonly inverter: Inverter;
  readonly modules: readonly ModuleWriteOutcome[];
}

const WriteSettingsSuccessRef = builder.objectRef<WriteSettingsSuccess>("WriteSettingsSuccess").implement({
  fields: (t) => ({
    inverter: t.expose("inverter", { type: InverterRef, nullable: false }),
    modules: t.expose("modules", { type: [ModuleWriteOutcomeRef], nullable: false }),
  }),
});

const WriteSettingsResult = builder.unionType("WriteSettingsResult", {
  types: [WriteSettingsSuccessRef, SettingFailureRef, InverterFailureRef, ForbiddenFailureRef],
  resolveType: typeOf("WriteSettingsSuccess"),
});

const SettingInput = builder.inputType("SettingInput", {
  fields: (t) => ({
    id: t.string({ required: true }),
    value: t.string({ required: true }),
  }),
});

const ModuleSettingsInput = builder.inputType("ModuleSettingsInput", {
  fields: (t) => ({
    moduleId: t.string({ required: true }),
    settings: t.field({ type: [SettingInput], required: true }),
  }),
});

const WriteSettingsInput = builder.inputType("WriteSettingsInput", {
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    modules: t.field({ type: [ModuleSettingsInput], required: true }),
  }),
});

const SetMinSocInput = builder.inputType("SetMinSocInput", {
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    minSoc: t.field({ type: "Percent", required: true }),
  }),
});

const SetShadowManagementInput = builder.inputType("SetShadowManagementInput", {
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    strings: t.intList({ required: true }),
  }),
});

const shared = { role: "OPERATOR", details: ["setting"] } as const;

export const settingsMutations = (t: MutationFields): FieldMap => ({
  writeSettings: t.field({
    type: WriteSettingsResult,
    nullable: false,
    args: { input: t.arg({ type: WriteSettingsInput, required: true }) },
    ...write({
      ...shared,
      wanted: ({ modules }: typeof WriteSettingsInput.$inferInput) =>
        modules.map(({ moduleId, settings }) => ({
          moduleId,
          settings: settings.map(({ id, value }) => ({ id, value: toldValue(id, value) })),
        })),
      run: async (inverter, { modules }: typeof WriteSettingsInput.$inferInput, { signal }) =>
        written(inverter, await inverter.control.writeSettings(modules, { signal })),
    }),
  }),
  setMinSoc: t.field({
    type: WriteSettingsResult,
    nullable: false,
    args: { input: t.arg({ type: SetMinSocInput, required: true }) },
    ...write({
      ...shared,
      run: async (inverter, { minSoc }: typeof SetMinSocInput.$inferInput, { signal }) =>
        written(inverter, await inverter.control.setMinSoc(minSoc, { signal })),
    }),
  }),
  setShadowManagement: t.field({
    type: WriteSettingsResult,
    nullable: false,
    args: { input: t.arg({ type: SetShadowManagementInput, required: true }) },
    ...write({
      ...shared,
      run: async (inverter, { strings }: typeof SetShadowManagementInput.$inferInput, { signal }) =>
        written(inverter, await inverter.control.setShadowManagement(strings, { signal })),
    }),
  }),
});

const written = (inverter: Inverter, modules: readonly ModuleWriteOutcome[]): Written<WriteSettingsSuccess> => ({
  success: { inverter, modules },
  changes: changesOf(modules),
});
