import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Snapshot } from "../src/snapshot.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

describe("Snapshot", () => {
  it("holds the last value of each id and never one of another, whatever the ids are called", async () => {
    const name = fc.oneof(fc.constantFrom("__proto__", "constructor", "toString", "a", "a/b", "a\nb"), fc.string());
    const step = fc.record({ moduleId: name, id: name, value: fc.integer(), afterMs: fc.nat(100) });
    await fc.assert(
      fc.asyncProperty(fc.array(step), async (steps) => {
        const runtime = virtualRuntime();
        const snapshot = new Snapshot<number>(runtime);
        const model: { key: string; value: number; at: number }[] = [];
        for (const { moduleId, id, value, afterMs } of steps) {
          await runtime.advance(afterMs);
          snapshot.put(moduleId, id, value);
          model.push({ key: JSON.stringify([moduleId, id]), value, at: runtime.monotonic() });
        }
        for (const { moduleId, id } of steps) {
          const want = model.findLast(({ key }) => key === JSON.stringify([moduleId, id]));
          expect(snapshot.get(moduleId, id)?.value).toBe(want?.value);
          expect(snapshot.ageMs(moduleId, id)).toBe(runtime.monotonic() - (want?.at ?? 0));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("says of what it never saw that it is infinitely old", () => {
    const snapshot = new Snapshot<number>(virtualRuntime());
    expect(snapshot.get("__proto__", "toString")).toBeUndefined();
    expect(snapshot.ageMs("m", "a")).toBe(Number.POSITIVE_INFINITY);
  });
});
