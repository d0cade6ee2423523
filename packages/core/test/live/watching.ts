import type { Watch } from "../../src/live/types.ts";
import type { VirtualRuntime } from "../virtual-runtime.ts";

export interface Seen<Value> {
  readonly values: Value[];
  readonly at: number[];
  readonly last: () => Value;
  ended: boolean;
}

/** Reads a watch as fast as it goes, noting when each value came on the virtual clock. */
export function seen<Value>(runtime: VirtualRuntime, watch: Watch<Value>): Seen<Value> {
  const notes: Seen<Value> = {
    values: [],
    at: [],
    ended: false,
    last: () => {
      const value = notes.values.at(-1);
      if (value === undefined) throw new Error("nothing came");
      return value;
    },
  };
  void (async () => {
    for await (const value of watch) {
      notes.values.push(value);
      notes.at.push(runtime.monotonic());
    }
    notes.ended = true;
  })();
  return notes;
}
