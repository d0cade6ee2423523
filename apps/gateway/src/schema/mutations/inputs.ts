import { builder } from "../builder.ts";

export const InverterInput = builder.inputType("InverterInput", {
  fields: (t) => ({ inverterId: t.id({ required: true }) }),
});

export const ConfirmedInverterInput = builder.inputType("ConfirmedInverterInput", {
  description: "confirm: the inverter's id, typed again.",
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    confirm: t.id({ required: true }),
  }),
});
