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

const isVerified = isVerifiedFor("G3");

/** PLENTICORE G3 with FW 3.06: three strings, newer ids, limits for the battery, 500 for some settings. */
export const plenticoreG3: Profile = {
  name: "plenticore-g3",
  generation: "G3",
  firmware: "3.06.01.20869",
  hostname: "scb",
  family: "PLENTICORE",
  model: "G3 M 10",
  maxApparentPower: 10_000,
  strings: [
    { peakPower: 3_800, tilt: 20, azimuth: 180, voltage: 560 },
    { peakPower: 3_200, tilt: 20, azimuth: 110, voltage: 520 },
    { peakPower: 2_800, tilt: 20, azimuth: 270, voltage: 480 },
  ],
  houseSize: 1.1,
  battery: { capacity: 15_360, maxCharge: 7_600, maxDischarge: 7_600, voltage: 614, type: 4, modules: 6 },
  energyMeter: 3,
  modules: { ...COMMON_MODULES, ...stringModules(3), "devices:local:battery": "device:battery" },
  processData: {
    ...COMMON_PROCESS_DATA,
    ...stringProcessData(3),
    "devices:local:battery": [...BATTERY_PROCESS_DATA, "BatModuleCnt", "SoH"],
    "devices:local:powermeter": [
      ...COMMON_PROCESS_DATA["devices:local:powermeter"],
      ...[1, 2, 3].flatMap((phase) => [`L${phase}_P`, `L${phase}_U`]),
    ],
    "scb:event": [...COMMON_PROCESS_DATA["scb:event"], "Event:ActiveAckCnt"],
    "scb:system": ["System:State"],
    "scb:update": ["Update:Progress", "Update:Status", "Update:Version"],
  },
  asleepWithout: ASLEEP_WITHOUT,
  settings: (setting) => isVerified(setting) || setting.confidence === "client-listed",
  values: {
    "devices:local/Battery:Limit:Charge_P": "7600",
    "devices:local/Battery:Limit:Discharge_P": "7600",
    "devices:local/Battery:Limit:FallbackCharge_P": "7600",
    "devices:local/Battery:Limit:FallbackDischarge_P": "7600",
    "devices:local/Battery:Limit:FallbackTime": "180",
    "scb:update/Update:Method": "2",
  },
  behaviour: {
    ...G1_BEHAVIOUR,
    json: "compact",
    unknownSettingPath: "empty",
    brokenSettings: [0, 1, 2, 3, 4, 5].map((index) => `devices:local/Properties:String${index}Features`),
    fieldMasks: false,
    timeControl: NEW_TIME_CONTROL,
  },
};
