import { expect, test } from "vitest";
import { addDays } from "../../src/chart/zone.ts";
import { dayProblem, firstDay, neighbour, periodOf, periodProblem } from "../../src/inverter/period.ts";

const today = "2026-06-24";

test("a day, its week from Monday on, its month, none later than today", () => {
  expect(periodOf("day", "2026-06-21", today)).toEqual({ begin: "2026-06-21", end: "2026-06-21" });
  expect(periodOf("week", "2026-06-21", today)).toEqual({ begin: "2026-06-15", end: "2026-06-21" });
  expect(periodOf("week", today, today)).toEqual({ begin: "2026-06-22", end: today });
  expect(periodOf("month", "2024-02-10", today)).toEqual({ begin: "2024-02-01", end: "2024-02-29" });
  expect(periodOf("month", today, today)).toEqual({ begin: "2026-06-01", end: today });
});

test("the one before, the one after, and nothing that has not begun", () => {
  const week = periodOf("week", today, today);
  expect(neighbour("week", week, -1, today)).toEqual({ begin: "2026-06-15", end: "2026-06-21" });
  expect(neighbour("week", week, 1, today)).toBeUndefined();
  expect(neighbour("month", { begin: "2026-01-01", end: "2026-01-31" }, -1, today)).toEqual({
    begin: "2025-12-01",
    end: "2025-12-31",
  });
  expect(neighbour("month", { begin: "2026-05-01", end: "2026-05-31" }, 1, today)).toEqual({
    begin: "2026-06-01",
    end: today,
  });
  expect(neighbour("day", { begin: "2026-03-01", end: "2026-03-01" }, -1, today)).toEqual({
    begin: "2026-02-28",
    end: "2026-02-28",
  });
});

test("after a week that ended with a day that was today comes the same week with the days since", () => {
  expect(neighbour("week", { begin: "2026-06-22", end: "2026-06-23" }, 1, today)).toEqual({
    begin: "2026-06-22",
    end: today,
  });
  expect(neighbour("week", { begin: "2026-06-15", end: "2026-06-17" }, 1, today)).toEqual({
    begin: "2026-06-15",
    end: "2026-06-21",
  });
});

test("nothing lies before the first inverters", () => {
  expect(neighbour("day", periodOf("day", firstDay, today), -1, today)).toBeUndefined();
  expect(neighbour("week", periodOf("week", firstDay, today), -1, today)).toBeUndefined();
  expect(neighbour("month", periodOf("month", firstDay, today), 1, today)).toEqual({
    begin: "2017-02-01",
    end: "2017-02-28",
  });
  expect([dayProblem("0020-01-01", today), dayProblem(firstDay, today)]).toEqual(["early", undefined]);
  expect([dayProblem(today, today), dayProblem("2026-06-25", today)]).toEqual([undefined, "future"]);
});

test("what keeps a range from being read", () => {
  expect(periodProblem({ begin: "0202-06-02", end: "2026-06-01" }, today)).toBe("early");
  expect(periodProblem({ begin: "2026-06-02", end: "2026-06-01" }, today)).toBe("order");
  expect(periodProblem({ begin: "2026-06-02", end: "2026-06-25" }, today)).toBe("future");
  expect(periodProblem({ begin: "2026-05-01", end: "2026-06-01" }, today)).toBe("long");
  expect(periodProblem({ begin: addDays(today, -365), end: today }, today)).toBe("long");
  expect(periodProblem({ begin: addDays(today, -366), end: today }, today)).toBe("longest");
  expect(periodProblem({ begin: "2026-05-01", end: "2026-05-31" }, today)).toBeUndefined();
});
