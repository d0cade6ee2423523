import { FleetLiveDocument } from "@plenticore/client";
import { useEffect, useRef } from "react";
import { now } from "./clock.ts";
import { follow } from "./follow.ts";
import type { Session, Viewer } from "./session.ts";

/** Seconds between two values of an inverter, at best: the gateway has a floor of its own. */
export const pace = 1;

/** All inverters by one subscription, as long as the page can be seen. One that is new has the viewer asked for anew. */
export function useLiveFeed(session: Session, viewer: Viewer): void {
  const { client, store } = session;
  const known = useRef(new Set<string>());
  useEffect(() => {
    known.current = new Set(viewer.plants.flatMap(({ inverters }) => inverters.map(({ id }) => id)));
  }, [viewer]);
  useEffect(
    () =>
      follow({
        client,
        document: FleetLiveDocument,
        variables: { every: pace },
        onData: ({ inverterLive }) => {
          store.put(inverterLive, now());
          if (known.current.has(inverterLive.inverterId)) return;
          known.current.add(inverterLive.inverterId);
          void session.refresh();
        },
        onRefused: (error) => session.refused(client, error),
      }),
    [client, session, store],
  );
}
