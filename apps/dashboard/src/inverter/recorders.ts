import type { LiveStore } from "../data/live-store.ts";
import { LiveRecorder } from "./live-recorder.ts";

interface Kept {
  readonly recorder: LiveRecorder;
  readonly end: () => void;
}

/** How many are kept, of half a megabyte each: those of the inverters looked at last. */
const most = 6;

// With the store: who signs in anew begins with nothing.
const ofStore = new WeakMap<LiveStore, Map<string, Kept>>();

/** An inverter's recorder, which goes on while other views are looked at: who comes back sees what came meanwhile. */
export function recorderOf(store: LiveStore, inverterId: string): LiveRecorder {
  const kept = ofStore.get(store) ?? new Map<string, Kept>();
  ofStore.set(store, kept);
  const one = kept.get(inverterId) ?? follow(store, inverterId);
  kept.delete(inverterId);
  kept.set(inverterId, one);
  const [oldest] = kept.entries();
  if (kept.size > most && oldest !== undefined) {
    oldest[1].end();
    kept.delete(oldest[0]);
  }
  return one.recorder;
}

function follow(store: LiveStore, inverterId: string): Kept {
  const recorder = new LiveRecorder(Date.now());
  const take = (): void => {
    const newest = store.get(inverterId);
    if (newest?.live) recorder.record(newest.live, newest.every);
  };
  take();
  return { recorder, end: store.subscribe(inverterId, take) };
}
