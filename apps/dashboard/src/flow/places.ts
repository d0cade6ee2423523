import type { FlowPower, Place } from "./flow-power.ts";
import { drawnFromWatts } from "./motion.ts";

/** What a place does, as a key of the texts; null where it needs no word. */
export type PlaceState =
  | "producing"
  | "feedIn"
  | "import"
  | "balanced"
  | "charging"
  | "discharging"
  | "full"
  | "resting"
  | null;

/** What stands at a place: watts without sign, and which way they go. */
export interface PlaceFigure {
  readonly watts: number | null;
  readonly state: PlaceState;
  /** From the picture's view: `out` feeds the others, `in` takes. Null where nothing moves, or nobody knows. */
  readonly direction: "in" | "out" | null;
}

/** @param power made tidy */
export function placeFigure(place: Place, power: FlowPower, stateOfCharge: number | null): PlaceFigure {
  switch (place) {
    case "solar":
      return oneWay(power.solar, "out", "producing");
    case "home":
      return oneWay(power.home, "in", null);
    case "grid":
      return twoWays(power.gridImport, power.gridExport, "import", "feedIn", "balanced");
    case "battery": {
      const isFull = stateOfCharge !== null && stateOfCharge >= 99.5;
      return twoWays(
        power.batteryDischarge,
        power.batteryCharge,
        "discharging",
        "charging",
        isFull ? "full" : "resting",
      );
    }
  }
}

function oneWay(watts: number | null, direction: "in" | "out", state: PlaceState): PlaceFigure {
  const flows = watts !== null && watts >= drawnFromWatts;
  return { watts, direction: flows ? direction : null, state: flows ? state : null };
}

/** Of a place that gives and takes: the net of both. */
function twoWays(
  gives: number | null,
  takes: number | null,
  giving: PlaceState,
  taking: PlaceState,
  still: PlaceState,
): PlaceFigure {
  if (gives === null || takes === null) return { watts: null, direction: null, state: null };
  const net = gives - takes;
  if (Math.abs(net) < drawnFromWatts) return { watts: 0, direction: null, state: still };
  return net > 0 ? { watts: net, direction: "out", state: giving } : { watts: -net, direction: "in", state: taking };
}
