import { PlantLiveDocument, type PlantLiveSubscription } from "@plenticore/client";
import { useEffect, useMemo, useReducer } from "react";
import { now } from "../data/clock.ts";
import { type Newest, useData } from "../data/context.tsx";
import { follow } from "../data/follow.ts";
import { memoryKey } from "../data/memory.ts";
import type { Plant } from "../data/session.ts";
import { pace } from "../data/use-live-feed.ts";
import { agedPlant, type LivePlant } from "./use-plant-now.ts";

/** What several plants do now, in their order; undefined where nothing came yet. */
export function usePlantsNow(plants: readonly Plant[]): readonly (LivePlant | undefined)[] {
  const { session } = useData();
  const { client, memory } = session;
  const [, render] = useReducer((count: number) => count + 1, 0);
  const asked = useMemo(
    () =>
      plants.map(({ id }) => {
        const variables = { plantId: id, every: pace };
        return { variables, key: memoryKey(PlantLiveDocument.name, variables) };
      }),
    [plants],
  );
  useEffect(() => {
    const ends = asked.map(({ variables, key }) =>
      follow({
        client,
        document: PlantLiveDocument,
        variables,
        onData: (data) => {
          memory.keep(key, { data, receivedAt: now() });
          render();
        },
        onRefused: (error) => session.refused(client, error),
      }),
    );
    return () => {
      for (const end of ends) end();
    };
  }, [client, session, memory, asked]);
  return asked.map(({ key }) => {
    const newest = memory.get<Newest<PlantLiveSubscription>>(key);
    return newest && agedPlant(newest.data.plantLive.live, newest.receivedAt);
  });
}
