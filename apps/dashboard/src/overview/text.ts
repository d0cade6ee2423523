import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: { title: "Overview", now: "Now", solar: "Solar", home: "House", grid: "Grid", battery: "Battery" },
  de: { title: "Übersicht", now: "Jetzt", solar: "Sonne", home: "Haus", grid: "Netz", battery: "Batterie" },
});
