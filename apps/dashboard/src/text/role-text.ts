import { defineText } from "./define-text.ts";

/** Who a session belongs to, by the device's own codes (FACTS 1.2). */
export const roleText = defineText({
  en: { USER: "Plant owner", INSTALLER: "Installer" },
  de: { USER: "Anlagenbetreiber", INSTALLER: "Installateur" },
});

/** A role in words; the device's own code where there are none. @param t `roleText` in a language */
export function roleWord(t: (typeof roleText)["en"], role: string): string {
  if (role === "USER") return t.USER;
  return role === "INSTALLER" ? t.INSTALLER : role;
}
