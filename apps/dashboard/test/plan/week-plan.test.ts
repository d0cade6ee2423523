import fc from "fast-check";
import { expect, test } from "vitest";
import { quarterOf, quartersADay, timeOf } from "../../src/plan/quarter-hours.ts";
import { codesOf, rangesOf, runsOf, weekPlan } from "../../src/plan/week-plan.ts";
import { dayCodes } from "./arbitraries.ts";

test("every quarter hour has a time, and the time is that quarter hour", () => {
  const times = Array.from({ length: quartersADay + 1 }, (_, quarter) => timeOf(quarter));
  expect(times.map(quarterOf)).toEqual(Array.from({ length: quartersADay + 1 }, (_, quarter) => quarter));
  expect([times[0], times[25], times[95], times[96]]).toEqual(["00:00", "06:15", "23:45", "24:00"]);
});

test.each(["06:10", "24:15", "6:00", "25:00", "", "06:00:00", "aa:bb"])("%j is no quarter hour", (time) => {
  expect(quarterOf(time)).toBeUndefined();
});

test("ranges and digits say the same, whatever the digits are", () => {
  fc.assert(
    fc.property(dayCodes, (codes) => {
      expect(codesOf(rangesOf(codes))).toEqual(codes);
    }),
  );
});

test("runs are as few as can be, and every quarter hour is in one", () => {
  fc.assert(
    fc.property(dayCodes, (codes) => {
      const runs = runsOf(codes);
      expect(runs.flatMap(({ first, end, code }) => Array.from({ length: end - first }, () => code))).toEqual(codes);
      expect(runs.every((run, index) => run.code !== runs[index + 1]?.code)).toBe(true);
    }),
  );
});

test("a plan is read with the digits of unknown meaning, and without the days that the device does not tell", () => {
  const plan = weekPlan({
    days: [
      {
        day: "TUESDAY",
        ranges: [
          { from: "00:00", to: "06:00", modeCode: 0, mode: "FREE" },
          { from: "06:00", to: "24:00", modeCode: 7, mode: "UNKNOWN" },
        ],
      },
    ],
  });
  expect([...plan.keys()]).toEqual(["TUESDAY"]);
  expect(plan.get("TUESDAY")?.slice(23, 25)).toEqual([0, 7]);
});

test("a range off the grid is refused, not rounded", () => {
  expect(() => codesOf([{ from: "00:00", to: "06:10", modeCode: 1 }])).toThrow(RangeError);
});
