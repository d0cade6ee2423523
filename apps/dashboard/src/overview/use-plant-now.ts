import { PlantLiveDocument, type PlantLiveSubscription } from "@plenticore/client";
import { useMemo } from "react";
import { type Aged, useStale } from "../data/age.ts";
import { useLive } from "../data/context.tsx";
import { pace } from "../data/use-live-feed.ts";

/** A plant's newest sums, with the moment in which they came. */
export type LivePlant = PlantLiveSubscription["plantLive"]["live"] & Aged;

export interface PlantNow {
  /** Undefined until the first value. */
  readonly live: LivePlant | undefined;
  readonly stale: boolean;
}

export const agedPlant = (live: PlantLiveSubscription["plantLive"]["live"], receivedAt: number): LivePlant => ({
  ...live,
  receivedAt,
});

/** What a plant does now, followed. */
export function usePlantNow(plantId: string): PlantNow {
  const newest = useLive(PlantLiveDocument, { plantId, every: pace });
  const live = useMemo(() => newest && agedPlant(newest.data.plantLive.live, newest.receivedAt), [newest]);
  const stale = useStale(live);
  return { live, stale: live !== undefined && stale };
}
