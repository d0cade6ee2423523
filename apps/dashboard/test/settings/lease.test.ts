import { expect, test } from "vitest";
import { emptyLease, type LeaseDraft, leaseOf } from "../../src/settings/lease.ts";

const given = (more: Partial<LeaseDraft>) => leaseOf({ ...emptyLease, ...more });

test.each([
  [{}, "nothing"],
  [{ maxCharge: "viel" }, "number"],
  [{ maxCharge: "-1" }, "negative"],
  [{ maxDischarge: "0", hours: "0" }, "time"],
  [{ maxDischarge: "0", hours: "x" }, "time"],
  [{ maxDischarge: "0", hours: "-2" }, "time"],
  [{ power: "1000", hours: "169" }, "long"],
])("%j is refused: %s", (draft, problem) => {
  expect(given(draft)).toEqual({ problem });
});

test("what is not given is no limit, and 0 is one", () => {
  expect(given({ maxCharge: "0", hours: "", minutes: "30" })).toEqual({
    lease: { maxCharge: 0, maxDischarge: null, power: null, for: 1800 },
  });
  expect(given({ power: "-2500,5", hours: "168" })).toEqual({
    lease: { maxCharge: null, maxDischarge: null, power: -2500.5, for: 604_800 },
  });
});
