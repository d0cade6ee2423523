import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changedDays,
  changedQuarters,
  copyDay,
  type Edits,
  edited,
  noEdits,
  paint,
  planChange,
  without,
} from "../../src/plan/edits.ts";
import { beginHistory, type History, redo, step, undo } from "../../src/plan/history.ts";
import { codesOf, type WeekPlan, weekdays } from "../../src/plan/week-plan.ts";
import { plans, selections } from "./arbitraries.ts";

const codes = fc.integer({ min: 0, max: 9 });
const strokes = fc.array(fc.tuple(selections, codes), { maxLength: 12 });

const painted = (saved: WeekPlan, all: readonly (readonly [Parameters<typeof paint>[2], number])[]): Edits =>
  all.reduce<Edits>((edits, [selection, code]) => paint(saved, edits, selection, code), noEdits);

test("what is painted is there, and nothing else has changed", () => {
  fc.assert(
    fc.property(plans, strokes, selections, codes, (saved, before, selection, code) => {
      const edits = painted(saved, before);
      const [from, to] = [edited(saved, edits), edited(saved, paint(saved, edits, selection, code))];
      expect([...to.keys()]).toEqual([...saved.keys()]);
      for (const [day, now] of to) {
        const inside = (quarter: number) =>
          selection.days.includes(day) && quarter >= selection.first && quarter < selection.end;
        expect(now).toEqual(from.get(day)?.map((held, quarter) => (inside(quarter) ? code : held)));
      }
    }),
  );
});

test("of edits that were saved nothing is left but what was painted since", () => {
  fc.assert(
    fc.property(plans, strokes, strokes, fc.boolean(), (saved, before, since, enabled) => {
      const sent = { ...painted(saved, before), enabled };
      expect(without(sent, sent)).toEqual(noEdits);
      const now = since.reduce<Edits>((edits, [selection, code]) => paint(saved, edits, selection, code), sent);
      const held = edited(saved, sent);
      expect(edited(held, without(now, sent))).toEqual(edited(saved, now));
      expect(changedDays(held, without({ ...now, enabled: !enabled }, sent))).toEqual(changedDays(held, now));
      expect(without({ ...now, enabled: !enabled }, sent).enabled).toBe(!enabled);
    }),
  );
});

test("only changed days are sent, each as it stands", () => {
  fc.assert(
    fc.property(plans, strokes, (saved, all) => {
      const edits = painted(saved, all);
      const sent = planChange(saved, true, edits)?.days ?? [];
      expect(sent.map(({ day }) => day)).toEqual(changedDays(saved, edits));
      const plan = edited(saved, edits);
      for (const { day, ranges } of sent) {
        expect(codesOf(ranges)).toEqual(plan.get(day));
        expect(plan.get(day)).not.toEqual(saved.get(day));
      }
      const untouched = new Set(weekdays.filter((day) => !all.some(([{ days }]) => days.includes(day))));
      expect(sent.filter(({ day }) => untouched.has(day))).toEqual([]);
    }),
  );
});

test("a plan that is painted back to what the device holds is nothing to save", () => {
  fc.assert(
    fc.property(plans, selections, codes, (saved, selection, code) => {
      const there = paint(saved, noEdits, selection, code);
      const back: Edits = {
        ...there,
        days: new Map(Array.from(there.days.keys(), (day) => [day, saved.get(day) ?? []])),
      };
      expect(planChange(saved, true, back)).toBeUndefined();
      expect(changedQuarters(saved, back)).toBe(0);
    }),
  );
});

test("undo gives back every state in turn, redo goes the way again", () => {
  fc.assert(
    fc.property(plans, strokes, (saved, all) => {
      const histories: History<Edits>[] = [beginHistory(noEdits)];
      for (const [selection, code] of all) {
        const history = histories.at(-1)!;
        histories.push(step(history, paint(saved, history.present, selection, code)));
      }
      let history = histories.at(-1)!;
      for (const { present } of histories.toReversed()) {
        expect(history.present).toBe(present);
        history = undo(history);
      }
      for (const { present } of histories) {
        expect(history.present).toBe(present);
        history = redo(history);
      }
      expect(undo(beginHistory(noEdits)).present).toBe(noEdits);
    }),
  );
});

test("a new step forgets what was taken back", () => {
  const history = step(undo(step(beginHistory(1), 2)), 3);
  expect([history.past, history.present, redo(history).present]).toEqual([[1], 3, 3]);
});

test("a day is copied to those that the device has", () => {
  const saved: WeekPlan = new Map([
    ["MONDAY", codesOf([{ from: "00:00", to: "24:00", modeCode: 2 }])],
    ["TUESDAY", codesOf([{ from: "00:00", to: "24:00", modeCode: 0 }])],
  ]);
  const edits = copyDay(saved, noEdits, "MONDAY", ["TUESDAY", "SUNDAY"]);
  expect(planChange(saved, null, edits)).toEqual({
    days: [{ day: "TUESDAY", ranges: [{ from: "00:00", to: "24:00", modeCode: 2 }] }],
  });
  expect(copyDay(saved, noEdits, "SUNDAY", ["MONDAY"])).toBe(noEdits);
});

test("switching the plan on is a change of its own, and sends no day", () => {
  const saved: WeekPlan = new Map();
  expect(planChange(saved, false, { ...noEdits, enabled: true })).toEqual({ enabled: true, days: [] });
  expect(planChange(saved, true, { ...noEdits, enabled: true })).toBeUndefined();
  expect(planChange(saved, null, { ...noEdits, enabled: false })).toEqual({ enabled: false, days: [] });
});

test("after saving, a day that was not touched follows the device, and work that went on meanwhile stays", () => {
  const all = (modeCode: number) => codesOf([{ from: "00:00", to: "24:00", modeCode }]);
  const before: WeekPlan = new Map([
    ["MONDAY", all(0)],
    ["TUESDAY", all(0)],
  ]);
  const edits = paint(before, noEdits, { days: ["MONDAY"], first: 0, end: 96 }, 2);
  const readBack: WeekPlan = new Map([
    ["MONDAY", all(2)],
    ["TUESDAY", all(4)],
  ]);
  expect(planChange(readBack, null, edits)).toBeUndefined();
  expect(edited(readBack, edits).get("TUESDAY")).toEqual(all(4));
  const ignored: WeekPlan = new Map([["MONDAY", all(0)]]);
  expect(changedDays(ignored, edits)).toEqual(["MONDAY"]);
});
