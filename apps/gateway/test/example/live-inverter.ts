import { Broadcast, type Inverter, type InverterLiveState, quantity } from "@plenticore/core";
import { fakeInverter, live, online } from "./fake-fleet.ts";

export interface LiveInverter {
  readonly inverter: Inverter;
  /** How many watches are open. */
  readonly watching: () => number;
  /** How many watches were opened. */
  readonly opened: () => number;
  /** A new value: so many watts at home. */
  publish(home: number): void;
}

/** A fake inverter whose live values are what a test publishes. The first is 0 W. */
export function liveInverter(id: string, overrides: Partial<Inverter> = {}): LiveInverter {
  const broadcast = new Broadcast<InverterLiveState>();
  let latest = 0;
  let opened = 0;
  const state = (home: number): InverterLiveState => ({
    inverterId: id,
    name: id,
    every: quantity(1),
    availability: online,
    live: { ...live, power: { ...live.power, home: quantity(home) } },
    error: null,
  });
  return {
    inverter: fakeInverter(id, {
      watchLive: () => {
        opened += 1;
        return broadcast.subscribe({ first: [state(latest)] });
      },
      ...overrides,
    }),
    watching: () => broadcast.subscribers,
    opened: () => opened,
    publish: (home) => {
      latest = home;
      broadcast.publish(state(home));
    },
  };
}
