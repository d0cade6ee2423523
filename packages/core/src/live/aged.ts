import type { InverterLive } from "../types.ts";
import { quantity, type Second } from "../units.ts";
import type { InverterLiveState, ProcessDataState } from "./types.ts";

const later = (ageSeconds: Second, ms: number): Second => quantity(ageSeconds + ms / 1000);

/** The same live values, so many ms later. */
export const agedValues = (live: InverterLive, ms: number): InverterLive => ({
  ...live,
  ageSeconds: later(live.ageSeconds, ms),
});

export const agedLive = (state: InverterLiveState, ms: number): InverterLiveState =>
  state.live === null ? state : { ...state, live: agedValues(state.live, ms) };

export const agedProcessData = (state: ProcessDataState, ms: number): ProcessDataState =>
  state.ageSeconds === null ? state : { ...state, ageSeconds: later(state.ageSeconds, ms) };

/** Of what tells no age. */
export const asItIs = <State>(state: State): State => state;
