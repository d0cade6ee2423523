import { useEffect } from "react";
import type { Session } from "./session.ts";
import { isVisible, onVisibility } from "./visible.ts";

/** The configuration may change at any time, and a removed inverter says nothing. */
const seconds = 60;

/** Asks anew who looks and what he may see: after each loss of the connection, and now and then. No inverter is asked for it. */
export function useViewerRenewal(session: Session): void {
  const { client } = session;
  useEffect(() => {
    const ask = (): void => {
      if (isVisible()) void session.refresh();
    };
    let wasLost = false;
    const leave = client.connection.subscribe(() => {
      const { status } = client.connection.get();
      if (status === "waiting") wasLost = true;
      if (status !== "connected" || !wasLost) return;
      wasLost = false;
      void session.refresh();
    });
    const timer = setInterval(ask, seconds * 1000);
    const unsubscribe = onVisibility(ask);
    return () => {
      leave();
      clearInterval(timer);
      unsubscribe();
    };
  }, [client, session]);
}
