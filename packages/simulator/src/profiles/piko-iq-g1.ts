import {
  ASLEEP_WITHOUT,
  COMMON_MODULES,
  COMMON_PROCESS_DATA,
  G1_BEHAVIOUR,
  isVerifiedFor,
  stringModules,
  stringProcessData,
} from "./common.ts";
import type { Profile } from "./profile.ts";
import { isOfBattery } from "./without-battery.ts";

const isVerified = isVerifiedFor("G1");

/** PIKO IQ 8.5: three strings, meter, no battery and so no battery module. */
export const pikoIqG1: Profile = {
  name: "piko-iq-g1",
  generation: "G1",
  firmware: "01.26.09454",
  hostname: "scb",
  family: "PIKO IQ",
  model: "8.5",
  maxApparentPower: 8_500,
  strings: [
    { peakPower: 3_200, tilt: 40, azimuth: 180, voltage: 400 },
    { peakPower: 2_600, tilt: 40, azimuth: 90, voltage: 300 },
    { peakPower: 2_600, tilt: 40, azimuth: 270, voltage: 300 },
  ],
  houseSize: 0.8,
  battery: undefined,
  energyMeter: 3,
  modules: { ...COMMON_MODULES, ...stringModules(3) },
  processData: { ...COMMON_PROCESS_DATA, ...stringProcessData(3) },
  asleepWithout: ASLEEP_WITHOUT,
  settings: (setting) => isVerified(setting) && !isOfBattery(setting.id),
  values: { "devices:local/Battery:Type": "0" },
  behaviour: G1_BEHAVIOUR,
};
