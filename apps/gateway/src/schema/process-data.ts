import type { ModuleProcessData, ModuleProcessDataIds, ProcessDataValue } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";
import { ErrorCodeEnum } from "./error-code.ts";
import { defaultMaxAge, readOptions } from "./read-options.ts";

export const ProcessDataSelectorInput = builder.inputType("ProcessDataSelector", {
  fields: (t) => ({
    moduleId: t.string({ required: true }),
    ids: t.stringList(),
  }),
});

const ModuleProcessDataIdsRef = builder.objectRef<ModuleProcessDataIds>("ModuleProcessDataIds").implement({
  fields: (t) => ({
    moduleId: t.exposeString("moduleId", { nullable: false }),
    ids: t.exposeStringList("ids", { nullable: false }),
  }),
});

const ProcessDataValueRef = builder.objectRef<ProcessDataValue>("ProcessDataValue").implement({
  fields: (t) => ({
    id: t.exposeString("id", { nullable: false }),
    value: t.exposeFloat("value"),
    unit: t.exposeString("unit", { nullable: false }),
    description: t.exposeString("description"),
    observedAt: t.expose("observedAt", { type: "DateTime", nullable: false }),
    code: t.expose("code", {
      type: ErrorCodeEnum,
      description: "Set, with value null, where this device does not have the id now.",
    }),
  }),
});

export const ModuleProcessDataRef = builder.objectRef<ModuleProcessData>("ModuleProcessData").implement({
  fields: (t) => ({
    moduleId: t.exposeString("moduleId", { nullable: false }),
    values: t.expose("values", { type: [ProcessDataValueRef], nullable: false }),
  }),
});

export const processDataFields = (t: InverterFields): FieldMap => ({
  processDataIds: t.field({
    type: [ModuleProcessDataIdsRef],
    resolve: (inverter, _args, { signal }) => inverter.processDataIds({ signal }),
  }),
  processData: t.field({
    type: [ModuleProcessDataRef],
    description: "No select: everything the device lists. A selector without ids: all of its module.",
    args: {
      select: t.arg({ type: [ProcessDataSelectorInput] }),
      maxAge: t.arg({ type: "Second", defaultValue: defaultMaxAge }),
    },
    resolve: (inverter, { select, maxAge }, context) =>
      inverter.processData(
        select?.map(({ moduleId, ids }) => (ids ? { moduleId, ids } : { moduleId })),
        readOptions(maxAge, context),
      ),
  }),
});
