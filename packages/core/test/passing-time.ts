import { expect } from "vitest";
import type { VirtualRuntime } from "./virtual-runtime.ts";

/** Lets time pass until the promise has its outcome; PBKDF2 needs real time besides. */
export async function timed<Value>(runtime: VirtualRuntime, promise: Promise<Value>, stepMs = 20): Promise<Value> {
  let settled = false;
  const outcome = promise.finally(() => {
    settled = true;
  });
  outcome.catch(() => undefined);
  for (let step = 0; step < 5_000 && !settled; step++) await runtime.advance(stepMs);
  return outcome;
}

/** Lets time pass until it is so, for a day at most. */
export async function until(runtime: VirtualRuntime, fact: () => boolean, stepMs = 1_000): Promise<void> {
  for (let step = 0; step < 86_400 && !fact(); step++) await runtime.advance(stepMs);
  expect(fact()).toBe(true);
}
