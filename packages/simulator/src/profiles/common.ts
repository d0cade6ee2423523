import { FREE_SLOT, type SlotMode } from "../model/controls.ts";
import type { Behaviour, SettingTraits } from "./profile.ts";

const SCOPES = ["Day", "Month", "Year", "Total"] as const;

const COUNTERS = [
  "Autarky",
  "CO2Saving",
  "EnergyChargeGrid",
  "EnergyChargeInvIn",
  "EnergyChargePv",
  "EnergyDischarge",
  "EnergyDischargeGrid",
  "EnergyHome",
  "EnergyHomeBat",
  "EnergyHomeGrid",
  "EnergyHomePv",
  "EnergyPv1",
  "EnergyPv2",
  "EnergyPv3",
  "OwnConsumptionRate",
  "Yield",
] as const;

const PHASES = [1, 2, 3] as const;

/** The list of FW 01.23 (FACTS 3), battery and strings left out. */
export const COMMON_PROCESS_DATA = {
  "devices:local": [
    "Bat2Grid_P",
    "Dc_P",
    "DigitalIn",
    "EM_State",
    "Grid2Bat_P",
    ...PHASES.flatMap((phase) => [`Grid_L${phase}_I`, `Grid_L${phase}_P`]),
    "Grid_P",
    "Grid_Q",
    "Grid_S",
    "HomeBat_P",
    "HomeGrid_P",
    "HomeOwn_P",
    "HomePv_P",
    "Home_P",
    "Inverter:State",
    "Iso_R",
    "LimitEvuAbs",
    "LimitEvuRel",
    "PV2Bat_P",
    "SinkMax_P",
    "SourceMax_P",
    "WorkTime",
  ],
  "devices:local:ac": [
    "CosPhi",
    "Frequency",
    "InvIn_P",
    "InvOut_P",
    ...PHASES.flatMap((phase) => [`L${phase}_I`, `L${phase}_P`, `L${phase}_U`]),
    "P",
    "Q",
    "ResidualCDc_I",
    "S",
  ],
  "devices:local:powermeter": ["CosPhi", "Frequency", "P", "Q", "S"],
  "scb:event": ["ErrMc", "ErrSFH", "Event:ActiveErrorCnt", "Event:ActiveWarningCnt"],
  "scb:export": ["PortalConActive"],
  "scb:statistic:EnergyFlow": [
    ...COUNTERS.flatMap((counter) => SCOPES.map((scope) => `Statistic:${counter}:${scope}`)),
    "Statistic:EnergyHomeOwn:Total",
  ],
};

export const BATTERY_PROCESS_DATA = [
  "BatManufacturer",
  "BatModel",
  "BatSerialNo",
  "BatVersionFW",
  "Cycles",
  "FullChargeCap_E",
  "I",
  "P",
  "SoC",
  "U",
  "WorkCapacity",
];

export function stringProcessData(count: number): Record<string, readonly string[]> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`devices:local:pv${index + 1}`, ["I", "P", "U"]]),
  );
}

/** Assumed: values of the running bridge only. None of them is read by a client that also runs at night. */
export const ASLEEP_WITHOUT = {
  "devices:local": ["Iso_R", "SinkMax_P", "SourceMax_P"],
  "devices:local:ac": ["InvIn_P", "InvOut_P", "ResidualCDc_I"],
};

export const COMMON_MODULES: Readonly<Record<string, string>> = {
  "devices:local": "device",
  "devices:local:ac": "device:ac",
  "devices:local:powermeter": "device:powermeter",
  "devices:prober": "prober",
  "scb:event": "event",
  "scb:export": "export",
  "scb:logging": "logging",
  "scb:modbus": "modbus",
  "scb:network": "network",
  "scb:rse": "rse",
  "scb:statistic:EnergyFlow": "statistic",
  "scb:system": "system",
  "scb:time": "time",
  "scb:update": "update",
};

export function stringModules(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`devices:local:pv${index + 1}`, "device:pv"]));
}

/** What production clients use of one generation's settings. */
export function isVerifiedFor(generation: "G1" | "G2" | "G3"): (setting: SettingTraits) => boolean {
  return ({ confidence, firmware }) =>
    (confidence === "verified-id" || confidence === "inferred") && (firmware === null || firmware.includes(generation));
}

const CHARGE_BLOCKED: SlotMode = { charge: false, discharge: true, gridCharge: false };
const DISCHARGE_BLOCKED: SlotMode = { charge: true, discharge: false, gridCharge: false };
const GRID_CHARGE: SlotMode = { charge: true, discharge: true, gridCharge: true };

/** axeluhl's reading of the digits, on an own G1 device. */
export const OLD_TIME_CONTROL = { "0": FREE_SLOT, "1": CHARGE_BLOCKED, "2": DISCHARGE_BLOCKED };

/** The newer TypeScript client's reading. */
export const NEW_TIME_CONTROL = {
  "0": FREE_SLOT,
  "1": FREE_SLOT,
  "2": DISCHARGE_BLOCKED,
  "3": GRID_CHARGE,
  "4": GRID_CHARGE,
};

/** A G1 device (FW 01.26); the other profiles tell what differs. */
export const G1_BEHAVIOUR: Behaviour = {
  json: "spaced",
  unknownSetting: 503,
  unknownSettingPath: 404,
  unknownProcessData: 404,
  brokenSettings: [],
  moduleSettings: { status: 401, message: "not authorized" },
  readonlyWrite: "ignore",
  outOfRangeWrite: "ignore",
  installerWrite: "ignore",
  putAnswer: "requested",
  fieldMasks: true,
  staleMe: "anonymous",
  expiredSession: 401,
  sessionsSurvivePassword: false,
  lockAfterFailures: 5,
  sessionIdleSeconds: 3_600,
  maxSessions: 0,
  anonymousModules: [],
  overload: "queue",
  language: "en-gb",
  eventTime: "local",
  activeEventEnd: "start",
  timeControl: OLD_TIME_CONTROL,
  setPointSeconds: 180,
  updateStatus: { idle: "idle", download: "downloading", install: "installing", done: "success" },
  updatePaths: { status: "/update/status", start: "/update/start" },
};
