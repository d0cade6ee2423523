import type { Inverter, Plant } from "@plenticore/core";
import { builder } from "./builder.ts";

export const NodeRef = builder.interfaceRef<Plant | Inverter>("Node").implement({
  resolveType: (node) => ("inverters" in node ? "Plant" : "Inverter"),
  fields: (t) => ({ id: t.exposeID("id", { nullable: false }) }),
});
