import type { Setting } from "./setting.ts";
import { kindOf, limitOf, switchState } from "./setting-value.ts";
import type { SettingsText } from "./text.ts";

/** Devices have settings that nobody has listed: the value of what sounds like a secret is never shown. */
export const isSecret = ({ id }: Pick<Setting, "id">): boolean =>
  /passw|passphrase|pwd|psk|secret|token|credential/i.test(id);

/** The device's limits and unit, as in "5 to 100 %"; undefined where it tells none. */
export function limitsName(
  t: SettingsText,
  setting: Pick<Setting, "type" | "min" | "max" | "id" | "unit">,
): string | undefined {
  const { min, max, unit } = setting;
  const [low, high] = [limitOf(min), limitOf(max)];
  const kind = kindOf(setting);
  if (kind === "switch" || (low === undefined && high === undefined)) return undefined;
  const range =
    low === undefined
      ? t.atMost(String(high))
      : high === undefined
        ? t.atLeast(String(low))
        : t.limits(String(low), String(high));
  if (kind === "text") return t.length(range);
  return unit === null || unit === "" ? range : `${range}\u{a0}${unit}`;
}

/** A value with its unit; switches in words. */
export function valueName(
  t: SettingsText,
  setting: Pick<Setting, "type" | "min" | "max" | "id" | "unit">,
  value: string | null,
): string {
  if (value === null) return t.unreadable;
  if (isSecret(setting)) return t.hidden;
  const isOn = kindOf(setting) === "switch" ? switchState(value) : undefined;
  if (isOn !== undefined) return isOn ? t.on : t.off;
  const { unit } = setting;
  return unit === null || unit === "" ? value || "–" : `${value}\u{a0}${unit}`;
}
