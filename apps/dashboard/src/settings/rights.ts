import type { Role } from "@plenticore/client";

const ranks: readonly Role[] = ["VIEWER", "OPERATOR", "ADMIN"];

const mayDo = (role: Role, required: Role): boolean => ranks.indexOf(role) >= ranks.indexOf(required);

/** Why nothing can be changed here: what holds for all first. Undefined: it can. */
export type Hindrance = "gateway-read-only" | "inverter-read-only" | { readonly required: Role };

export interface Standing {
  readonly role: Role;
  /** The gateway. */
  readonly readOnly: boolean;
  /** The inverter. */
  readonly inverterReadOnly: boolean;
}

/** What an action changes: "nothing" is what only the gateway's connection notices. */
export type Changed = "nothing" | "configuration" | "inverter";

/** What stands in the way of writing a setting (OPERATOR) or of a dangerous action (ADMIN). */
export function hindrance(
  { role, readOnly, inverterReadOnly }: Standing,
  required: Role,
  changes: Changed = "inverter",
): Hindrance | undefined {
  if (!mayDo(role, required)) return { required };
  if (readOnly && changes !== "nothing") return "gateway-read-only";
  return inverterReadOnly && changes === "inverter" ? "inverter-read-only" : undefined;
}
