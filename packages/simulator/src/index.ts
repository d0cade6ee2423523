export { type Control, type ControlOptions, startControl } from "./control.ts";
export { isSimulatorError, SimulatorError, type SimulatorErrorCode } from "./errors.ts";
export { startHouse } from "./house.ts";
export type { Fault, FaultKind, FaultScope } from "./http/faults.ts";
export { noonPlace } from "./noon-place.ts";
export { isProfileName, profileNames } from "./profiles/index.ts";
export type { Behaviour, ProfileName, WriteRefusal } from "./profiles/profile.ts";
export { startSimulator } from "./simulator.ts";
export type { Simulator, SimulatorChange, SimulatorOptions, Stats } from "./types.ts";
// Not exported: device, model and profiles' data. Whoever needs them would be bound to how the simulation is made.
