import type { Connection } from "@plenticore/client";
import { useEffect } from "react";
import { isVisible, onVisibility } from "./visible.ts";

/** Asks each `seconds` while the page can be seen, and when it is seen again. */
export function useRounds(ask: () => void, seconds: number): void {
  useEffect(() => {
    const look = (): void => {
      if (isVisible()) ask();
    };
    const timer = setInterval(look, seconds * 1000);
    const unsubscribe = onVisibility(look);
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [ask, seconds]);
}

/** Asks when the connection is back after it was lost. */
export function useReturn({ get, subscribe }: Connection, ask: () => void): void {
  useEffect(() => {
    let wasLost = get().status === "waiting";
    return subscribe(() => {
      const { status } = get();
      if (status === "waiting") wasLost = true;
      if (status !== "connected" || !wasLost) return;
      wasLost = false;
      ask();
    });
  }, [get, subscribe, ask]);
}
