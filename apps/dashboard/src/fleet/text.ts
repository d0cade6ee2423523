import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: { title: "Fleet", inverter: "Inverter", solar: "Solar" },
  de: { title: "Wechselrichter", inverter: "Wechselrichter", solar: "Sonne" },
});
