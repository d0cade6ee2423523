import type { LiveInverter } from "../../src/data/live-store.ts";

type Live = NonNullable<LiveInverter["live"]>;

export interface LiveExample {
  readonly availability?: Partial<LiveInverter["availability"]>;
  /** null: no value yet. */
  readonly live?: Partial<Live> | null;
  readonly receivedAt?: number;
}

const power = {
  solar: 1000,
  home: null,
  grid: null,
  gridImport: null,
  gridExport: null,
  battery: null,
  batteryCharge: null,
  batteryDischarge: null,
  homeFromSolar: null,
  homeFromBattery: null,
  homeFromGrid: null,
  ac: 980,
  dc: 1000,
  losses: 20,
  autarky: null,
  selfConsumption: null,
};

const since = "2026-06-21T08:00:00.000Z";

/** An event of an inverter that is well, but for what is given. */
export const liveInverter = (inverterId: string, given: LiveExample = {}): LiveInverter => ({
  inverterId,
  name: inverterId,
  every: 1,
  error: null,
  receivedAt: given.receivedAt ?? 0,
  availability: { state: "ONLINE", code: null, reason: null, since, lastSeenAt: since, ...given.availability },
  live:
    given.live === null
      ? null
      : {
          observedAt: since,
          ageSeconds: 0,
          stale: false,
          state: "FEED_IN",
          gridOperatorLimit: null,
          power,
          battery: null,
          ...given.live,
        },
});
