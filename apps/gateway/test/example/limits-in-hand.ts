import { type FleetOptions, type Runtime, systemRuntime } from "@plenticore/core";
import { createRestClient, type RestRuntime } from "@plenticore/rest";

/**
 * A fleet in which no time limit passes by itself, so that a busy machine gives up nothing; those of requests to one inverter
 * pass when the test says so.
 */
export function limitsInHand(id?: string) {
  const waiting = new Map<() => void, number>();
  const after: RestRuntime["after"] = (delayMs, work) => {
    waiting.set(work, delayMs);
    return () => waiting.delete(work);
  };
  const inHand = { after };
  const never = { after: () => () => undefined };
  const connect: FleetOptions["connect"] = (inverter) =>
    createRestClient({ url: inverter.url }, inverter.id === id ? inHand : never);
  const sleep: Runtime["sleep"] = (ms, options) =>
    ms < 1000 ? systemRuntime.sleep(ms, options) : systemRuntime.sleep(2 ** 31 - 1, { ...options, background: true });
  return {
    fleet: { connect, runtime: { ...systemRuntime, sleep } } satisfies FleetOptions,
    /** The limits of the requests that wait now, in ms. */
    waitingMs: () => [...waiting.values()],
    /** The time of all that wait now has passed. */
    pass: () => {
      for (const work of [...waiting.keys()]) if (waiting.delete(work)) work();
    },
  };
}
