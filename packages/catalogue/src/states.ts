/** schema.graphql's enum InverterState. */
export type InverterStateName = (typeof inverterStateNames)[number];

/** schema.graphql's enum EnergyManagerState. */
export type EnergyManagerStateName = (typeof energyManagerStateNames)[number];

export const inverterStateNames = [
  "OFF",
  "INIT",
  "ISO_MEAS",
  "GRID_CHECK",
  "START_UP",
  "FEED_IN",
  "THROTTLED",
  "EXT_SWITCH_OFF",
  "UPDATE",
  "STANDBY",
  "GRID_SYNC",
  "GRID_PRE_CHECK",
  "GRID_SWITCH_OFF",
  "OVERHEATING",
  "SHUTDOWN",
  "IMPROPER_DC_VOLTAGE",
  "ESB",
  "UNKNOWN",
] as const;

export const energyManagerStateNames = [
  "IDLE",
  "EMERGENCY_BATTERY_CHARGE",
  "WINTER_MODE_STEP_1",
  "WINTER_MODE_STEP_2",
  "UNKNOWN",
] as const;

/**
 * `devices:local` `Inverter:State` by number (Modbus manual DOC02308910-0016). 5 is unused there, 18 is its own "Unknown".
 * One client reads 18 to 20 as battery states; the manual denies it.
 */
export const inverterStates: ReadonlyMap<number, InverterStateName> = new Map([
  [0, "OFF"],
  [1, "INIT"],
  [2, "ISO_MEAS"],
  [3, "GRID_CHECK"],
  [4, "START_UP"],
  [6, "FEED_IN"],
  [7, "THROTTLED"],
  [8, "EXT_SWITCH_OFF"],
  [9, "UPDATE"],
  [10, "STANDBY"],
  [11, "GRID_SYNC"],
  [12, "GRID_PRE_CHECK"],
  [13, "GRID_SWITCH_OFF"],
  [14, "OVERHEATING"],
  [15, "SHUTDOWN"],
  [16, "IMPROPER_DC_VOLTAGE"],
  [17, "ESB"],
  [18, "UNKNOWN"],
]);

/** `devices:local` `EM_State` by number (Modbus manual); 1 and 4 are "n/a" there. */
export const energyManagerStates: ReadonlyMap<number, EnergyManagerStateName> = new Map([
  [0, "IDLE"],
  [2, "EMERGENCY_BATTERY_CHARGE"],
  [8, "WINTER_MODE_STEP_1"],
  [16, "WINTER_MODE_STEP_2"],
]);

/** The name of an `Inverter:State`; what the manual does not name is UNKNOWN. */
export function inverterState(code: number): InverterStateName {
  return inverterStates.get(code) ?? "UNKNOWN";
}

/** The name of an `EM_State`; what the manual does not name is UNKNOWN. */
export function energyManagerState(code: number): EnergyManagerStateName {
  return energyManagerStates.get(code) ?? "UNKNOWN";
}
