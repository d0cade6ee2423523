import type { AcPhase, DcString } from "@plenticore/core";
import { builder } from "./builder.ts";

export const DcStringRef = builder.objectRef<DcString>("DcString").implement({
  fields: (t) => ({
    index: t.exposeInt("index", { nullable: false }),
    power: t.expose("power", { type: "Watt" }),
    voltage: t.expose("voltage", { type: "Volt" }),
    current: t.expose("current", { type: "Ampere" }),
  }),
});

export const AcPhaseRef = builder.objectRef<AcPhase>("AcPhase").implement({
  fields: (t) => ({
    index: t.exposeInt("index", { nullable: false }),
    power: t.expose("power", { type: "Watt" }),
    voltage: t.expose("voltage", { type: "Volt" }),
    current: t.expose("current", { type: "Ampere" }),
    gridPower: t.expose("gridPower", { type: "Watt" }),
    gridCurrent: t.expose("gridCurrent", { type: "Ampere" }),
  }),
});
