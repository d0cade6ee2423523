import { useSyncExternalStore } from "react";
import { now, onSecond } from "./clock.ts";
import { useData } from "./context.tsx";

/** What tells its age: how old it was when it came, and when that was on the page's clock. */
export interface Aged {
  readonly ageSeconds: number | null;
  readonly stale: boolean;
  /** `now()` of clock.ts. */
  readonly receivedAt: number;
}

/** The gateway tells what is stale each few seconds: whoever hears nothing for so long knows it by himself. */
const silentSeconds = 15;

/** @returns seconds; undefined where it is not known */
export const ageOf = (aged: Aged | undefined, at: number): number | undefined =>
  aged === undefined || aged.ageSeconds === null ? undefined : aged.ageSeconds + (at - aged.receivedAt) / 1000;

/** Whether it is too old to be called current. What is not there is. */
export const isStale = (aged: Aged | undefined, at: number): boolean =>
  aged === undefined || aged.stale || (at - aged.receivedAt) / 1000 > silentSeconds;

/** Renders anew only when it turns. */
export const useStale = (aged: Aged | undefined): boolean => useSyncExternalStore(onSecond, () => isStale(aged, now()));

/** Whether one of them is. */
export const useAnyStale = (all: readonly (Aged | undefined)[]): boolean =>
  useSyncExternalStore(onSecond, () => all.some((aged) => isStale(aged, now())));

/** Whole seconds; renders anew each second, so it belongs into the smallest component. */
export const useAge = (aged: Aged | undefined): number | undefined =>
  useSyncExternalStore(onSecond, () => {
    const age = ageOf(aged, now());
    return age === undefined ? undefined : Math.floor(age);
  });

const minuteMs = 60_000;

/**
 * The minute that the gateway's clock shows, in ms since 1970: for what ends at midnight. Before the first value the browser's,
 * which may be wrong. Renders anew each minute.
 */
export function useMinute(): number {
  const { store } = useData();
  return useSyncExternalStore(onSecond, () => {
    const time = store.timeAt(now()) ?? Date.now();
    return Math.floor(time / minuteMs) * minuteMs;
  });
}
