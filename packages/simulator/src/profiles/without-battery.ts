import type { Profile } from "./profile.ts";

const MODULE = "devices:local:battery";

/** The same device before somebody installs a battery: as the PIKO IQ, which can have none. */
export function withoutBattery(profile: Profile): Profile {
  const { [MODULE]: _type, ...modules } = profile.modules;
  const { [MODULE]: _ids, ...processData } = profile.processData;
  return {
    ...profile,
    battery: undefined,
    modules,
    processData,
    settings: (setting) => profile.settings(setting) && !isOfBattery(setting.id),
  };
}

/** Of a battery, and of no use without one; its type says that there is none. */
export const isOfBattery = (id: string): boolean => id.startsWith("Battery:") && id !== "Battery:Type";
