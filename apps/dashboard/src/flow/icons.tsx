import type { ReactNode } from "react";
import type { Place } from "./flow-power.ts";

/** Line drawings of 24 × 24 around (0, 0). */
const drawings: Readonly<Record<Place, string>> = {
  solar:
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M0-10.5v2.6M0 7.9v2.6M-10.5 0h2.6M7.9 0h2.6M-7.4-7.4l1.8 1.8M5.6 5.6l1.8 1.8M-7.4 7.4l1.8-1.8M5.6-5.6l1.8-1.8",
  grid: "M-5.4 10.2L-1.5-10H1.5L5.4 10.2M-7.6-5.2H7.6V-3.2M-7.6-5.2V-3.2M-9 .6H9V2.8M-9 .6V2.8M-4.3 5.6H4.3",
  home: "M-10 0L0-9.2L10 0M-7.2-2V9.2H7.2V-2M-2.2 9.2V2.8H2.2V9.2",
  battery: "M-6-7.5H6V10H-6ZM-2.6-7.5V-10H2.6V-7.5",
};

/** A place's icon; the battery's has its charge (0 to 100 %) in it. */
export const PlaceIcon = ({
  place,
  stateOfCharge = null,
}: {
  readonly place: Place;
  readonly stateOfCharge?: number | null;
}): ReactNode => (
  <>
    <path
      d={drawings[place]}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    {place === "battery" && stateOfCharge !== null && <ChargeLevel stateOfCharge={stateOfCharge} />}
  </>
);

function ChargeLevel({ stateOfCharge }: { readonly stateOfCharge: number }): ReactNode {
  const height = (Math.min(100, Math.max(0, stateOfCharge)) / 100) * 13;
  return <rect x={-3.7} y={7.8 - height} width={7.4} height={height} fill="currentColor" />;
}
