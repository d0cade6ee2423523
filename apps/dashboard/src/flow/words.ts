import { type Format, inOne } from "../text/format.ts";
import type { Balance, Edges } from "./distribute.ts";
import { type EdgeId, edgeEnds, edgesOf, type FlowPower, type Place } from "./flow-power.ts";
import { drawnFromWatts } from "./motion.ts";
import { placeFigure } from "./places.ts";
import type { FlowText } from "./text.ts";

/** The places in the order in which they are told. */
export const placesOf = (hasBattery: boolean): readonly Place[] =>
  hasBattery ? ["solar", "home", "grid", "battery"] : ["solar", "home", "grid"];

/** One line for who sees no picture: "Power flow of Home: Solar 4.20 kW, producing; Home 640 W; …". */
export function pictureInWords(
  plant: string,
  power: FlowPower,
  battery: { readonly stateOfCharge: number | null } | null,
  text: FlowText,
  format: Format,
): string {
  const stateOfCharge = battery?.stateOfCharge ?? null;
  const places = placesOf(battery !== null).map((place) => {
    const { watts, state } = placeFigure(place, power, stateOfCharge);
    const words = [state === null ? "" : text[state], charge(place, stateOfCharge, text, format)];
    return text.place(text[place], wattsInWords(watts, text, format), words.filter((word) => word !== "").join(", "));
  });
  return text.picture(plant, places.join("; "));
}

/** A line for each flow that there is, or of which nobody knows: "Solar to Home: 640 W". */
export function flowsInWords(
  edges: Edges,
  hasBattery: boolean,
  text: FlowText,
  format: Format,
): readonly { readonly id: EdgeId; readonly words: string }[] {
  return edgesOf(hasBattery)
    .filter((id) => isTold(edges[id]))
    .map((id) => {
      const { from, to } = edgeEnds[id];
      return { id, words: text.flow(text[from], text[to], wattsInWords(edges[id], text, format)) };
    });
}

/** It flows, or nobody knows. */
const isTold = (watts: number | null): boolean => watts === null || watts >= drawnFromWatts;

/** Whether what is unaccounted is more than losses and meters read at different moments explain. */
export const isLargeGap = ({ in: comesIn, out, unaccounted }: Balance): boolean =>
  unaccounted !== null && Math.abs(unaccounted) > Math.max(150, 0.12 * Math.max(comesIn ?? 0, out ?? 0));

const wattsInWords = (watts: number | null, text: FlowText, format: Format): string =>
  watts === null ? text.unknown : inOne(format.power(watts));

const charge = (place: Place, stateOfCharge: number | null, text: FlowText, format: Format): string =>
  place === "battery" && stateOfCharge !== null ? text.charged(inOne(format.percent(stateOfCharge))) : "";
