import type { SettingsMetadata } from "./capabilities.ts";
import { localModule } from "./module-ids.ts";
import { isSameValue } from "./setting-checks.ts";

/** How one generation takes limits. */
export interface LimitSettings {
  readonly maxCharge: string;
  readonly maxDischarge: string;
  /** Undefined: this generation takes no fixed power. */
  readonly power: string | undefined;
  /** Where the device keeps what holds without limits. */
  readonly fallback?: { readonly maxCharge: string; readonly maxDischarge: string; readonly time: string };
  /** Must hold this value for the set points to have an effect. */
  readonly control?: { readonly id: string; readonly value: string };
}

const generations: readonly LimitSettings[] = [
  {
    maxCharge: "Battery:Limit:Charge_P",
    maxDischarge: "Battery:Limit:Discharge_P",
    power: undefined,
    fallback: {
      maxCharge: "Battery:Limit:FallbackCharge_P",
      maxDischarge: "Battery:Limit:FallbackDischarge_P",
      time: "Battery:Limit:FallbackTime",
    },
  },
  {
    maxCharge: "Battery:ExternControl:MaxChargePowerAbs",
    maxDischarge: "Battery:ExternControl:MaxDischargePowerAbs",
    power: "Battery:ExternControl:DcPowerAbs",
    control: { id: "Battery:ExternControl", value: "2" },
  },
];

/** Those that the device has; undefined where it takes no limits. */
export function limitSettings(metadata: SettingsMetadata): LimitSettings | undefined {
  const local = metadata.get(localModule);
  return generations.find(({ maxCharge }) => local?.has(maxCharge) === true);
}

/** Whether the set points have an effect now; null where the device does not tell. */
export function isControlledFromOutside(
  { control }: LimitSettings,
  held: (id: string) => string | null,
): boolean | null {
  if (control === undefined) return true;
  const value = held(control.id);
  return value === null ? null : isSameValue(value, control.value);
}
