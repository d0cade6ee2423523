import { useCallback } from "react";
import { useReturn, useRounds } from "./rounds.ts";
import type { Session } from "./session.ts";

/** The configuration may change at any time, and a removed inverter says nothing. */
const seconds = 60;

/** Asks anew who looks and what he may see: after each loss of the connection, and now and then. No inverter is asked for it. */
export function useViewerRenewal(session: Session): void {
  const ask = useCallback(() => void session.refresh(), [session]);
  useRounds(ask, seconds);
  useReturn(session.client.connection, ask);
}
