export {
  batteryManagementModes,
  batteryTypes,
  energyMeters,
  isolationNotMeasuredOhm,
  noEnergyMeter,
  pssbFuseStates,
  sensorPositions,
} from "./codes.ts";
export { events, processData, settings } from "./data.ts";
export { type Language, languages } from "./languages.ts";
export { describeEvent, describeProcessData, describeSetting } from "./lookup.ts";
export {
  type EnergyManagerStateName,
  energyManagerState,
  energyManagerStateNames,
  energyManagerStates,
  type InverterStateName,
  inverterState,
  inverterStateNames,
  inverterStates,
} from "./states.ts";
export type {
  Confidence,
  EventEntry,
  EventGeneration,
  ProcessDataEntry,
  SettingEntry,
  StatisticPeriodName,
} from "./types.ts";
