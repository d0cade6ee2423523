import { PlantLiveDocument } from "@plenticore/client";
import { useEffect, useMemo, useState } from "react";
import { now } from "../data/clock.ts";
import { useData } from "../data/context.tsx";
import { follow } from "../data/follow.ts";
import type { Plant } from "../data/session.ts";
import { pace } from "../data/use-live-feed.ts";
import { agedPlant, type LivePlant } from "./use-plant-now.ts";

/** What several plants do now, by their ids. */
export function usePlantsNow(plants: readonly Plant[]): ReadonlyMap<string, LivePlant> {
  const { session } = useData();
  const { client } = session;
  const [newest, setNewest] = useState<ReadonlyMap<string, LivePlant>>(new Map());
  const ids = useMemo(() => plants.map(({ id }) => id), [plants]);
  useEffect(() => {
    const ends = ids.map((plantId) =>
      follow({
        client,
        document: PlantLiveDocument,
        variables: { plantId, every: pace },
        onData: ({ plantLive }) =>
          setNewest((before) => new Map(before).set(plantId, agedPlant(plantLive.live, now()))),
        onRefused: () => session.expire(),
      }),
    );
    return () => {
      for (const end of ends) end();
    };
  }, [client, session, ids]);
  return newest;
}
