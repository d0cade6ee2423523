import { onTestFinished } from "vitest";

/** Has it closed when the test is over. */
export function closing<Thing extends { close(): Promise<void> }>(thing: Thing): Thing {
  onTestFinished(() => thing.close());
  return thing;
}
