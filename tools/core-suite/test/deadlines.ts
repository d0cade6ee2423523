import type { FleetOptions, InverterConfig } from "@plenticore/core";
import { createRestClient, type RestRuntime } from "@plenticore/rest";
import { impatient } from "./rig.ts";

const HURRY_MS = 50;

/** The time limits of requests in a test's hand: a busy machine gives up none, and a test waits for none. */
export interface Deadlines {
  /** For a fleet under them; its back-offs are as short as they may be. */
  readonly options: FleetOptions;
  /** The limits of the requests that wait now, in ms. */
  waitingMs(): readonly number[];
  /** The time of all that wait now has passed. */
  pass(): void;
  /** From now on every request is given up soon. */
  hurry(): void;
  /** From now on no request is given up, as from the start. */
  relax(): void;
}

/** For a fleet in which no time limit ever passes: a busy machine gives up nothing. */
export const unhurried: FleetOptions = {
  ...deadlines().options,
  runtime: {
    ...impatient,
    sleep: (ms, options) =>
      ms < 1_000 ? impatient.sleep(ms, options) : impatient.sleep(2 ** 31 - 1, { ...options, background: true }),
  },
};

export function deadlines(): Deadlines {
  const waiting = new Map<() => void, number>();
  let hurried = false;
  const soon = (work: () => void): void => {
    setTimeout(() => {
      if (waiting.delete(work)) work();
    }, HURRY_MS);
  };
  const runtime: RestRuntime = {
    after(delayMs, work) {
      waiting.set(work, delayMs);
      if (hurried) soon(work);
      return () => waiting.delete(work);
    },
  };
  const connect = ({ url, tls }: InverterConfig) =>
    createRestClient({ url, ...(tls === undefined ? {} : { tls }) }, runtime);
  return {
    options: { runtime: impatient, connect },
    waitingMs: () => [...waiting.values()],
    pass() {
      for (const work of [...waiting.keys()]) if (waiting.delete(work)) work();
    },
    hurry() {
      hurried = true;
      for (const work of waiting.keys()) soon(work);
    },
    relax() {
      hurried = false;
    },
  };
}
