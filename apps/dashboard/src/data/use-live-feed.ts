import { FleetLiveDocument } from "@plenticore/client";
import { useEffect } from "react";
import { now } from "./clock.ts";
import { follow } from "./follow.ts";
import type { Session } from "./session.ts";

/** Seconds between two values of an inverter, at best: the gateway has a floor of its own. */
export const pace = 1;

/** All inverters by one subscription, as long as the page can be seen. */
export function useLiveFeed(session: Session): void {
  const { client, store } = session;
  useEffect(
    () =>
      follow({
        client,
        document: FleetLiveDocument,
        variables: { every: pace },
        onData: ({ inverterLive }) => store.put(inverterLive, now()),
        onRefused: () => session.expire(client),
      }),
    [client, session, store],
  );
}
