import type { Role } from "@plenticore/client";
import type { Hindrance } from "./rights.ts";
import type { SettingsText } from "./text.ts";

/** Why something is shown only, and what would change that. */
export function hindranceName(t: SettingsText, inTheWay: Hindrance, role: Role): string {
  if (inTheWay === "gateway-read-only") return t.gatewayReadOnly;
  return inTheWay === "inverter-read-only" ? t.inverterReadOnly : t.needsRole(inTheWay.required, role);
}
