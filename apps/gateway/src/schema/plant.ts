import type { Plant } from "@plenticore/core";
import { builder } from "./builder.ts";
import { plantEnergyFields } from "./energy.ts";
import { InverterRef } from "./inverter.ts";
import { plantLiveFields } from "./live.ts";
import { NodeRef } from "./node.ts";

export const PlantRef = builder.objectRef<Plant>("Plant").implement({
  interfaces: [NodeRef],
  fields: (t) => ({
    name: t.exposeString("name", { nullable: false }),
    timeZone: t.exposeString("timeZone", {
      nullable: false,
      description: "IANA name; days, months and years of this plant are counted in it.",
    }),
    inverters: t.expose("inverters", { type: [InverterRef], nullable: false }),
    ...plantLiveFields(t),
    ...plantEnergyFields(t),
  }),
});
