import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: { title: "Add an inverter" },
  de: { title: "Wechselrichter hinzufügen" },
});
