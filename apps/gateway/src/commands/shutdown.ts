import { setTimeout } from "node:timers/promises";
import type { Logger } from "../log.ts";

/** One thing to end, with a name for the case that it doesn't. */
export interface ShutdownStep {
  readonly name: string;
  readonly run: () => Promise<void>;
  /** The next step begins after this time also if this one has not ended. Default: it is waited for. */
  readonly patienceMs?: number;
}

/** After this time the program tells what is left, and ends without it. */
const hangMs = 10_000;

/**
 * Runs the steps one after another.
 *
 * @returns the names of the steps that had not ended after `hangMs`; empty when all went well
 */
export async function shutDown(steps: readonly ShutdownStep[], log: Logger, limitMs = hangMs): Promise<string[]> {
  const left = new Set(steps.map(({ name }) => name));
  const ended = new AbortController();
  const all = (async () => {
    for (const { name, run, patienceMs } of steps) {
      const done = run()
        .catch((error: unknown) => log.error(`could not end: ${name}`, { error: messageOf(error) }))
        .then(() => left.delete(name));
      await (patienceMs === undefined ? done : Promise.race([done, pause(patienceMs, ended.signal)]));
    }
  })();
  await Promise.race([all, pause(limitMs, ended.signal)]);
  ended.abort();
  return [...left];
}

/** Resolves at the first SIGINT or SIGTERM. A second one is Node's own and ends the process at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  return promise;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal }).catch(() => undefined);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : typeof error);
