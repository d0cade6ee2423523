import type { FirmwareUpdate, Update, UpdateProgress } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";

const FirmwareUpdateRef = builder.objectRef<FirmwareUpdate>("FirmwareUpdate").implement({
  fields: (t) => ({
    status: t.exposeString("status", { nullable: false }),
    percent: t.exposeInt("percent", { nullable: false }),
    target: t.exposeString("target"),
  }),
});

const UpdateProgressRef = builder.objectRef<UpdateProgress>("UpdateProgress").implement({
  fields: (t) => ({
    status: t.exposeString("status", { nullable: false }),
    source: t.exposeString("source", { nullable: false }),
    percent: t.exposeInt("percent", { nullable: false }),
    downloadPercent: t.exposeInt("downloadPercent", { nullable: false }),
    step: t.exposeInt("step", { nullable: false }),
    steps: t.exposeInt("steps", { nullable: false }),
  }),
});

export const UpdateRef = builder.objectRef<Update>("Update").implement({
  fields: (t) => ({
    lastStatus: t.exposeString("lastStatus", { nullable: false }),
    progress: t.expose("progress", { type: UpdateProgressRef, nullable: false }),
  }),
});

export const updateFields = (t: InverterFields): FieldMap => ({
  firmwareUpdate: t.field({
    type: FirmwareUpdateRef,
    resolve: (inverter, _args, { signal }) => inverter.firmwareUpdate({ signal }),
  }),
  update: t.field({
    type: UpdateRef,
    resolve: (inverter, _args, { signal }) => inverter.update({ signal }),
  }),
});
