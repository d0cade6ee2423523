import { describe, expect, test } from "vitest";
import type { Device } from "../src/park.ts";
import { checkDistinct, createOrder, isCurrent, type Shown, wrong } from "../src/values.ts";

const START = Date.parse("2026-06-21T10:00:00Z");
const SECOND = 1_000;

/** A device that was at step 0, 1, 2 … for two seconds each; its values are told apart by `own`. */
function device(id: string, own: number, steps: number): Device {
  const truth = Array.from({ length: 10 }, (_, step) => ({
    strings: [own + step, own + step + 0.5],
    home: own + step + 0.25,
  }));
  const held = Array.from({ length: steps }, (_, step) => ({ step, at: START + step * 2 * SECOND }));
  return { id, truth, steps: held } as unknown as Device;
}

const shown = (first: number, second: number, home: number, atMs = START): Shown => ({
  observedAt: new Date(atMs).toISOString(),
  power: { solar: first + second, home },
  strings: [{ power: first }, { power: second }],
});

const one = device("one", 100, 3);
const other = device("other", 200, 3);
const both = [one, other];

describe("a value", () => {
  test("is right where the device measured it, also if a batch was read in parts", () => {
    expect(wrong(one, shown(102, 102.5, 102.25, START + 4 * SECOND), both)).toBeUndefined();
    expect(wrong(one, shown(101, 102.5, 101.25, START + 4 * SECOND), both)).toBeUndefined();
  });

  test("that is missing is not wrong, and neither is the sum then", () => {
    const some = { ...shown(102, 102.5, 102.25), strings: [{ power: null }, { power: 102.5 }] };
    expect(wrong(one, { ...some, power: { solar: null, home: null } }, both)).toBeUndefined();
    expect(wrong(one, some, both)).toBe("one: solar 204.5 is not the strings' null");
  });

  test.each<[string, Shown, string]>([
    ["of another device", shown(202, 102.5, 102.25), "one: string 1 202 is other's"],
    ["of nobody", shown(102, 102.5, 7), "one: home 7 is nobody's"],
    [
      "that is the sum of others",
      { ...shown(102, 102.5, 102.25), power: { solar: 204, home: 102.25 } },
      "one: solar 204 is not the strings' 204.5",
    ],
    [
      "of a moment that the device was not at",
      shown(107, 107.5, 107.25),
      "one: string 1 107 was not measured since 2026-06-21T10:00:00.000Z, but at step 7",
    ],
    [
      "of long ago that is called new",
      shown(100, 100.5, 100.25, START + 60 * SECOND),
      "one: string 1 100 was not measured since 2026-06-21T10:01:00.000Z, but at step 0",
    ],
  ])("%s is wrong", (_name, values, message) => {
    expect(wrong(one, values, both)).toBe(message);
  });
});

test("an older value after a newer one is out of order, each value by itself", () => {
  const order = createOrder(one);
  expect(order(shown(101, 101.5, 100.25))).toBeUndefined();
  expect(order(shown(101, 102.5, 101.25))).toBeUndefined();
  expect(order(shown(102, 101.5, 101.25))).toBe("one: string 2 of step 1 after that of step 2");
});

test("values are current where all are those of the last step", () => {
  expect(isCurrent(one, shown(102, 102.5, 102.25))).toBe(true);
  expect(isCurrent(one, shown(102, 102.5, 101.25))).toBe(false);
  expect(isCurrent(one, { ...shown(102, 102.5, 102.25), strings: [{ power: 102 }] })).toBe(false);
});

test("devices that share a value prove nothing", () => {
  expect(() => checkDistinct(both)).not.toThrow();
  expect(() => checkDistinct([one, device("twin", 100, 1)])).toThrow("30 of 60 values have two owners");
});
