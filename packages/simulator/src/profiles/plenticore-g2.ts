import {
  ASLEEP_WITHOUT,
  BATTERY_PROCESS_DATA,
  COMMON_MODULES,
  COMMON_PROCESS_DATA,
  G1_BEHAVIOUR,
  isVerifiedFor,
  NEW_TIME_CONTROL,
  stringModules,
  stringProcessData,
} from "./common.ts";
import type { Profile } from "./profile.ts";

/** PLENTICORE plus G2 with FW 02.20: one unknown id costs the whole batch. */
export const plenticoreG2: Profile = {
  name: "plenticore-g2",
  generation: "G2",
  firmware: "02.20.21395",
  hostname: "scb",
  family: "PLENTICORE plus",
  model: "plus 10",
  maxApparentPower: 10_000,
  strings: [
    { peakPower: 4_600, tilt: 30, azimuth: 135, voltage: 440 },
    { peakPower: 5_200, tilt: 30, azimuth: 225, voltage: 480 },
  ],
  houseSize: 0.9,
  battery: { capacity: 7_680, maxCharge: 3_800, maxDischarge: 3_800, voltage: 307, type: 4, modules: 3 },
  energyMeter: 3,
  modules: { ...COMMON_MODULES, ...stringModules(2), "devices:local:battery": "device:battery" },
  processData: {
    ...COMMON_PROCESS_DATA,
    ...stringProcessData(2),
    "devices:local:battery": BATTERY_PROCESS_DATA,
    "scb:update": ["Update:Progress", "Update:Status", "Update:Version"],
  },
  asleepWithout: ASLEEP_WITHOUT,
  settings: isVerifiedFor("G2"),
  values: {},
  behaviour: {
    ...G1_BEHAVIOUR,
    json: "compact",
    unknownSettingPath: "empty",
    unknownProcessData: 503,
    putAnswer: "previous",
    fieldMasks: false,
    timeControl: NEW_TIME_CONTROL,
  },
};
