import type { PowerFlow } from "@plenticore/core";
import { builder } from "./builder.ts";

export const PowerFlowRef = builder.objectRef<PowerFlow>("PowerFlow").implement({
  description: "One shape for an inverter, a plant, a query and a subscription.",
  fields: (t) => ({
    solar: t.expose("solar", { type: "Watt", description: "Sum of the strings, at least 0." }),
    home: t.expose("home", { type: "Watt" }),
    grid: t.expose("grid", { type: "Watt", description: "Net at the grid: + import, - feed-in." }),
    gridImport: t.expose("gridImport", { type: "Watt" }),
    gridExport: t.expose("gridExport", { type: "Watt" }),
    battery: t.expose("battery", { type: "Watt", description: "Net of the battery: + discharging, - charging." }),
    batteryCharge: t.expose("batteryCharge", { type: "Watt" }),
    batteryDischarge: t.expose("batteryDischarge", { type: "Watt" }),
    homeFromSolar: t.expose("homeFromSolar", { type: "Watt" }),
    homeFromBattery: t.expose("homeFromBattery", { type: "Watt" }),
    homeFromGrid: t.expose("homeFromGrid", { type: "Watt" }),
    ac: t.expose("ac", { type: "Watt", description: "The inverters' AC output." }),
    dc: t.expose("dc", { type: "Watt", description: "DC power, the battery included." }),
    losses: t.expose("losses", { type: "Watt" }),
    autarky: t.expose("autarky", { type: "Percent" }),
    selfConsumption: t.expose("selfConsumption", { type: "Percent" }),
  }),
});
