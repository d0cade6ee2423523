import type { Role } from "@plenticore/client";
import { defineText } from "../text/define-text.ts";

export const text = defineText({
  en: {
    unknownCode: "Something did not work.",
    details: "In the gateway's words",
    wait: (time: string) => `It can be tried again in ${time}.`,
    limits: (min: string, max: string) => `The inverter's limits: ${min} to ${max}.`,
    needs: (role: Role) => `It needs the role ${role}.`,
  },
  de: {
    unknownCode: "Etwas hat nicht geklappt.",
    details: "In den Worten des Gateways",
    wait: (time: string) => `In ${time} lässt es sich wieder versuchen.`,
    limits: (min: string, max: string) => `Die Grenzen des Wechselrichters: ${min} bis ${max}.`,
    needs: (role: Role) => `Dafür braucht es die Rolle ${role}.`,
  },
});
