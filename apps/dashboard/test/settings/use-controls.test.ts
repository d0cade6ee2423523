import { CombinedError } from "urql";
import { expect, test } from "vitest";
import { type ControlledInverter, withLast } from "../../src/settings/use-controls.ts";

const last = {
  id: "house",
  capabilities: { battery: null },
  batteryTimePlan: { days: [] },
  batteryLimits: { maxCharge: 500 },
} as unknown as ControlledInverter;
const failedAt = (...fields: string[]) =>
  new CombinedError({
    graphQLErrors: fields.map((field) => ({
      message: "away",
      path: ["inverter", field],
      extensions: { code: "UNREACHABLE_TIMEOUT" },
    })),
  });

test("what an inverter that is away can't tell stays as it was told last; what the gateway knows is new", () => {
  const newest = { ...last, capabilities: null, batteryTimePlan: null, batteryLimits: null };
  expect(withLast(newest, failedAt("capabilities", "batteryTimePlan"), last)).toEqual({ ...last, batteryLimits: null });
  expect(withLast(newest, failedAt("capabilities"), last)?.batteryTimePlan).toBeNull();
  expect(withLast(newest, failedAt("capabilities"), undefined)).toBe(newest);
});

test("no inverter is none where the gateway says so, and the last one where it failed", () => {
  expect(withLast(null, undefined, last)).toBeNull();
  expect(withLast(null, failedAt("inverter"), last)).toBe(last);
});
