import { expect, test } from "vitest";
import { shareOf } from "../../src/inverter/share.ts";

const strings = (...powers: readonly (number | null)[]) => powers.map((power) => ({ power }));

test("shares of the power that there is; none of nothing, and none of what is not known whole", () => {
  expect(shareOf(3000, strings(3000, 1000))).toBe(75);
  expect(shareOf(-0.1, strings(-0.1, 50))).toBe(0);
  expect(shareOf(0, strings(0, -0.1))).toBeNull();
  expect(shareOf(3000, strings(3000, null))).toBeNull();
  expect(shareOf(null, strings(null))).toBeNull();
});
