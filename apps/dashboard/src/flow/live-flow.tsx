import { type ReactNode, useRef } from "react";
import { type Aged, useAge, useStale } from "../data/age.ts";
import { type BatteryEvidence, hasBatteryPlace } from "./battery-place.ts";
import { FlowPicture } from "./flow-picture.tsx";
import { type FlowPower, unknownPower } from "./flow-power.ts";

/** What the gateway tells of an inverter or a plant; `PlantLive` and `InverterLive` have it. */
export interface LiveFigures extends BatteryEvidence, Aged {
  readonly power: FlowPower;
  readonly battery: { readonly stateOfCharge: number | null } | null;
}

export interface LiveFlowProps {
  readonly name: string;
  /** The newest; undefined until the first has come. */
  readonly live: LiveFigures | undefined;
  /** Rated power of all inverters in W; null where one's is unknown. */
  readonly ratedWatts: number | null;
}

/** The picture of what is live: unknown before the first value, still and grey once it is old. */
export function LiveFlow({ name, live, ratedWatts }: LiveFlowProps): ReactNode {
  const stale = useStale(live) && live !== undefined;
  // Asked for only where it is told, so that nothing renders anew each second for nothing.
  const ageSeconds = useAge(stale ? live : undefined) ?? null;
  const before = useRef<boolean>(undefined);
  const hasBattery = hasBatteryPlace(live, before.current);
  if (live !== undefined) before.current = hasBattery;
  return (
    <FlowPicture
      name={name}
      power={live?.power ?? unknownPower}
      battery={hasBattery ? { stateOfCharge: live?.battery?.stateOfCharge ?? null } : null}
      stale={stale}
      ageSeconds={ageSeconds}
      ratedWatts={ratedWatts}
      {...(live?.reporting !== undefined &&
        live.expected !== undefined && { reporting: live.reporting, expected: live.expected })}
    />
  );
}
