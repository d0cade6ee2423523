import { pikoIqG1 } from "./piko-iq-g1.ts";
import { plenticoreG2 } from "./plenticore-g2.ts";
import { plenticoreG3 } from "./plenticore-g3.ts";
import { plenticorePlusG1 } from "./plenticore-plus-g1.ts";
import type { Profile, ProfileName } from "./profile.ts";

const profiles: Readonly<Record<ProfileName, Profile>> = {
  "plenticore-plus-g1": plenticorePlusG1,
  "piko-iq-g1": pikoIqG1,
  "plenticore-g2": plenticoreG2,
  "plenticore-g3": plenticoreG3,
};

/** All profiles, in the order of the generations. */
export const profileNames: readonly ProfileName[] = [
  "plenticore-plus-g1",
  "piko-iq-g1",
  "plenticore-g2",
  "plenticore-g3",
];

export function profileOf(name: ProfileName): Profile {
  return profiles[name];
}

export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name);
}
