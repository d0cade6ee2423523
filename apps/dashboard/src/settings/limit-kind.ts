import type { Setting } from "./setting.ts";

/**
 * How an inverter takes limits of its battery's power. "limits": it keeps what holds without them, and takes that back at
 * once. "set-points": older generations, which also take a fixed power; they forget what they are told within 3 minutes.
 */
export type LimitKind = "limits" | "set-points" | "none";

/** By the settings that it lists, as the gateway tells it: the newer kind goes first. */
export function limitKind(settings: readonly Pick<Setting, "id">[]): LimitKind {
  const has = (id: string): boolean => settings.some((setting) => setting.id === id);
  if (has("Battery:Limit:Charge_P")) return "limits";
  return has("Battery:ExternControl:DcPowerAbs") ? "set-points" : "none";
}
