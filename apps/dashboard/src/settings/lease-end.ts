import { useEffect, useRef } from "react";
import { now, onSecond } from "../data/clock.ts";
import { useData } from "../data/context.tsx";
import { isVisible } from "../data/visible.ts";

/** The gateway needs a moment to end limits on the device; then it is asked less and less often while it still tells them. */
const firstMs = 2000;
const paceMs = { from: 5000, to: 60_000 };

/** @returns whether it is time to ask whether a lease is over; true once for each time it must be asked */
export function leaseEndWatch(until: string): (gatewayTime: number, at: number) => boolean {
  const end = Date.parse(until) + firstMs;
  let next = Number.NEGATIVE_INFINITY;
  let pace = paceMs.from;
  return (time, at) => {
    if (time < end || at < next) return false;
    next = at + pace;
    pace = Math.min(pace * 2, paceMs.to);
    return true;
  };
}

/** Calls when a lease should be over, while somebody looks, and again at a pace for as long as it is still told. */
export function useLeaseEnd(until: string | undefined, onEnd: () => void): void {
  const { store } = useData();
  const call = useRef(onEnd);
  call.current = onEnd;
  useEffect(() => {
    if (until === undefined) return;
    const isDue = leaseEndWatch(until);
    return onSecond(() => {
      const at = now();
      if (isVisible() && isDue(store.timeAt(at) ?? Date.now(), at)) call.current();
    });
  }, [store, until]);
}
