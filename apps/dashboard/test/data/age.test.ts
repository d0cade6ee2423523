import { expect, test } from "vitest";
import { ageOf, isStale } from "../../src/data/age.ts";

const fresh = { ageSeconds: 0.5, stale: false, receivedAt: 1000 };

test("an age is what the gateway told, and the time since by the page's own clock", () => {
  expect(ageOf(fresh, 4000)).toBe(3.5);
  expect(ageOf({ ...fresh, ageSeconds: null }, 4000)).toBeUndefined();
  expect(ageOf(undefined, 4000)).toBeUndefined();
});

test("stale is what the gateway calls so, what nothing was heard of for long, and what is not there", () => {
  expect(isStale(fresh, 4000)).toBe(false);
  expect(isStale({ ...fresh, stale: true }, 1000)).toBe(true);
  expect(isStale(fresh, 1000 + 15_001)).toBe(true);
  expect(isStale(undefined, 0)).toBe(true);
});
