import { PlenticoreError } from "../errors.ts";
import type { InverterWatches } from "./types.ts";

const later = (): never => {
  throw new PlenticoreError("NOT_AVAILABLE", "watching comes with the poll");
};

/** The interface stands before the poll behind it. */
export const watches: InverterWatches = {
  watchLive: later,
  watchProcessData: later,
  watchEnergy: later,
  watchAvailability: later,
  watchEvents: later,
  watchUpdate: later,
};
