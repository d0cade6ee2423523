export { type Clock, systemClock } from "./clock.ts";
export { FaultProxyError, type FaultProxyErrorCode } from "./errors.ts";
export { type Address, type FaultProxy, type FaultProxyOptions, startFaultProxy } from "./proxy.ts";
export { seededRandom } from "./random.ts";
export type { Stream, Toxic, ToxicKind, ToxicScope, ToxicType } from "./toxics.ts";
