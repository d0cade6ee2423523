import {
  ASLEEP_WITHOUT,
  BATTERY_PROCESS_DATA,
  COMMON_MODULES,
  COMMON_PROCESS_DATA,
  G1_BEHAVIOUR,
  isVerifiedFor,
  stringModules,
  stringProcessData,
} from "./common.ts";
import type { Profile } from "./profile.ts";

/** PLENTICORE plus 10 of the first generation: two strings, battery, meter. */
export const plenticorePlusG1: Profile = {
  name: "plenticore-plus-g1",
  generation: "G1",
  firmware: "01.26.09454",
  hostname: "scb",
  family: "PLENTICORE plus",
  model: "plus 10",
  maxApparentPower: 10_000,
  strings: [
    { peakPower: 5_100, tilt: 35, azimuth: 160, voltage: 520 },
    { peakPower: 4_700, tilt: 35, azimuth: 250, voltage: 480 },
  ],
  houseSize: 1,
  battery: { capacity: 10_240, maxCharge: 5_100, maxDischarge: 5_100, voltage: 400, type: 4, modules: 4 },
  energyMeter: 3,
  modules: { ...COMMON_MODULES, ...stringModules(2), "devices:local:battery": "device:battery" },
  processData: {
    ...COMMON_PROCESS_DATA,
    ...stringProcessData(2),
    "devices:local:battery": BATTERY_PROCESS_DATA,
  },
  asleepWithout: ASLEEP_WITHOUT,
  settings: isVerifiedFor("G1"),
  values: {},
  behaviour: G1_BEHAVIOUR,
};
