import { describeSetting } from "@plenticore/catalogue";
import type { SettingMetadata } from "@plenticore/rest";
import { isControlledFromOutside, limitSettings } from "./battery-limit-settings.ts";
import { localModule, maxStrings } from "./module-ids.ts";
import type { Capabilities, NumberCapability, Writable } from "./types.ts";

/** Settings' metadata by module and id, as the device tells it. */
export type SettingsMetadata = ReadonlyMap<string, ReadonlyMap<string, SettingMetadata>>;

const MIN_SOC = "Battery:MinSoc";
/** The device's own spelling. */
const MIN_HOME_CONSUMPTION = "Battery:MinHomeComsumption";
const SHADOW_ENABLE = "Generator:ShadowMgmt:Enable";
const featuresOf = (index: number) => `Properties:String${index - 1}Features`;
const stringIndexes = Array.from({ length: maxStrings }, (_, index) => index + 1);
/** The settings that tell what each string can. */
export const stringFeatures: readonly string[] = stringIndexes.map(featuresOf);

/** Roles that write what a plant owner may not (FACTS 1.2). */
const installerRoles: ReadonlySet<string> = new Set(["INSTALLER", "SERVICE", "TECHNICIAN", "ADMIN"]);

export interface Rights {
  /** Role of the session as `/auth/me` tells it. */
  readonly role: string;
  readonly readOnly: boolean;
}

/** Whether this login may write a setting, as far as is known: the device documents access, not rights. */
export function writable(moduleId: string, metadata: Pick<SettingMetadata, "id" | "access">, rights: Rights): Writable {
  if (rights.readOnly || !metadata.access.includes("write")) return "NO";
  if (installerRoles.has(rights.role)) return "YES";
  const role = describeSetting(moduleId, metadata.id)?.role;
  if (role === "user") return "YES";
  return role === "installer" ? "NO" : "UNKNOWN";
}

/** The settings whose values `capabilities` shows, as far as the device lists them. */
export function capabilitySettings(metadata: SettingsMetadata): string[] {
  const local = metadata.get(localModule);
  const control = limitSettings(metadata)?.control?.id ?? [];
  return [MIN_SOC, MIN_HOME_CONSUMPTION, SHADOW_ENABLE, ...stringFeatures]
    .concat(control)
    .filter((id) => local?.has(id) === true);
}

export function capabilities(
  metadata: SettingsMetadata,
  value: (id: string) => string | null,
  hasBattery: boolean,
  rights: Rights,
): Capabilities {
  const local = metadata.get(localModule) ?? new Map<string, SettingMetadata>();
  const writableOf = (id: string): Writable => {
    const setting = local.get(id);
    return setting === undefined ? "NO" : writable(localModule, setting, rights);
  };
  const numberOf = (id: string): NumberCapability | null => {
    const setting = local.get(id);
    if (setting === undefined) return null;
    return {
      value: toNumber(value(id)),
      min: toNumber(setting.min),
      max: toNumber(setting.max),
      // Both are whole numbers of their unit; the page's steps of 5 % are its own (FACTS 4.1).
      step: 1,
      unit: setting.unit,
      writable: writable(localModule, setting, rights),
    };
  };
  const shadow = local.get(SHADOW_ENABLE);
  const limits = limitSettings(metadata);
  return {
    battery: hasBattery
      ? {
          minSoc: numberOf(MIN_SOC),
          minHomeConsumption: numberOf(MIN_HOME_CONSUMPTION),
          timePlan: writableOf("Battery:TimeControl:Enable"),
          smartControl: writableOf("Battery:SmartBatteryControl:Enable"),
          dynamicSoc: writableOf("Battery:DynamicSoc:Enable"),
          limits:
            limits !== undefined && isControlledFromOutside(limits, value) !== false
              ? writableOf(limits.maxCharge)
              : "NO",
        }
      : null,
    shadowManagement:
      shadow === undefined
        ? null
        : {
            strings: stringIndexes.filter((index) => hasShadowManagement(index, value) === true),
            enabled: bitsOf(toNumber(value(SHADOW_ENABLE)) ?? 0),
            writable: writable(localModule, shadow, rights),
          },
  };
}

/** Feature 1 is shadow management, 3 its advanced kind (FACTS 4.1); null where the device does not tell: some answer 500. */
export function hasShadowManagement(index: number, value: (id: string) => string | null): boolean | null {
  const features = toNumber(value(featuresOf(index)));
  return features === null ? null : features === 1 || features === 3;
}

/** Numbers of the strings whose bit is set: 1, 2, 4 are the strings 1, 2, 3. */
function bitsOf(mask: number): number[] {
  return stringIndexes.filter((index) => (mask & (1 << (index - 1))) !== 0);
}

/** Settings travel as text ("6930.0"); null where the text is no number. */
export function toNumber(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
