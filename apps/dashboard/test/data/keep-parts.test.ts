import { expect, test } from "vitest";
import { keepParts } from "../../src/data/keep-parts.ts";

const today = { yield: 4000, stale: false };
const failed = (...path: (string | number)[]) => ({ path });

test("a part that failed keeps what it had, and tells that it is old", () => {
  const before = { inverter: { id: "a", today, version: { name: "PUCK" } } };
  const answer = { inverter: { id: "a", today: null, version: null } };
  expect(keepParts(before, answer, [failed("inverter", "today"), failed("inverter", "version", "name")])).toEqual({
    inverter: { id: "a", today: { yield: 4000, stale: true }, version: { name: "PUCK" } },
  });
  // Neither is changed: both may be shown somewhere.
  expect(before.inverter.today.stale).toBe(false);
  expect(answer.inverter.today).toBeNull();
});

test("what is null and did not fail is null", () => {
  const before = { inverter: { id: "a", today, battery: { power: 1 } } };
  const answer = { inverter: { id: "a", today: null, battery: null } };
  expect(keepParts(before, answer, [failed("inverter", "today")])).toMatchObject({ inverter: { battery: null } });
  expect(keepParts(before, answer, [])).toBe(answer);
});

test("in a list each keeps its own: who stands elsewhere now, or is new, gets nobody's", () => {
  const before = {
    plants: [
      {
        id: "p",
        inverters: [
          { id: "a", today },
          { id: "b", today },
        ],
      },
    ],
  };
  const moved = {
    plants: [
      {
        id: "p",
        inverters: [
          { id: "b", today: null },
          { id: "c", today: null },
        ],
      },
    ],
  };
  const failures = [0, 1, 2].map((index) => failed("plants", 0, "inverters", index, "today"));
  expect(keepParts(before, moved, failures)).toEqual(moved);
  const same = {
    plants: [
      {
        id: "p",
        inverters: [
          { id: "a", today: null },
          { id: "b", today },
        ],
      },
    ],
  };
  expect(keepParts(before, same, failures)).toMatchObject({
    plants: [{ inverters: [{ today: { yield: 4000, stale: true } }, { today: { stale: false } }] }],
  });
});

test("without an answer before, or a place, nothing is made up", () => {
  const answer = { inverter: { id: "a", today: null } };
  expect(keepParts(undefined, answer, [failed("inverter", "today")])).toEqual(answer);
  expect(keepParts({ inverter: null }, answer, [failed("inverter", "today"), {}])).toEqual(answer);
  expect(keepParts({ inverter: { id: "a", today } }, { inverter: null }, [failed("inverter")])).toEqual({
    inverter: { id: "a", today },
  });
});
