import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startRig } from "./rig.ts";

describe("many readers of one inverter", () => {
  it("never have it asked two things at once, and are served by fewer requests than they are", async () => {
    const { inverter, simulator } = await startRig({ latencyMs: 5 });
    // What is read once a login, the clock's zone among it, is read.
    await inverter.live();
    await inverter.events(1, undefined);
    const ask = fc.constantFrom(
      () => inverter.live({ maxAgeMs: 0 }),
      () => inverter.energy("DAY", { maxAgeMs: 0 }),
      () => inverter.processData([{ moduleId: "devices:local:pv1" }], { maxAgeMs: 0 }),
      () => inverter.settings([{ moduleId: "devices:local", ids: ["Battery:MinSoc", "Properties:SerialNo"] }]),
      () => inverter.events(5, "en-gb"),
      () => inverter.capabilities(),
      () => inverter.batteryTimePlan(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { minLength: 2, maxLength: 20 }), async (asks) => {
        simulator.reset();
        const answers = await Promise.all(asks.map((one) => one()));
        expect(answers).toHaveLength(asks.length);
        const { maxConcurrent, processdata, settings } = simulator.stats();
        expect(maxConcurrent).toBeLessThanOrEqual(1);
        expect(processdata).toBeLessThanOrEqual(1);
        expect(settings).toBeLessThanOrEqual(1);
      }),
      { numRuns: 25 },
    );
  });
});
