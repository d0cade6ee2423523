import { expect, test } from "vitest";
import { noEdits, paint } from "../../src/plan/edits.ts";
import { text } from "../../src/plan/text.ts";
import { codesOf, type WeekPlan } from "../../src/plan/week-plan.ts";
import { changesName, daysName, modeName, selectionName } from "../../src/plan/words.ts";

test("days in a row are told by their ends, others one by one", () => {
  expect(daysName(text.en, ["MONDAY", "TUESDAY", "WEDNESDAY"])).toBe("Monday to Wednesday");
  expect(daysName(text.en, ["MONDAY", "TUESDAY"])).toBe("Monday and Tuesday");
  expect(daysName(text.de, ["MONDAY", "WEDNESDAY", "SUNDAY"])).toBe("Montag, Mittwoch und Sonntag");
  expect(daysName(text.en, [])).toBe("");
});

test("a selection is told with its size", () => {
  expect(selectionName(text.en, { days: ["SATURDAY", "SUNDAY"], first: 24, end: 33 })).toBe(
    "Selected: Saturday and Sunday, 06:00 to 08:15 (18 quarter hours)",
  );
});

test("what is not saved is told: days, how much, and whether the plan is switched", () => {
  const saved: WeekPlan = new Map([["FRIDAY", codesOf([{ from: "00:00", to: "24:00", modeCode: 0 }])]]);
  const edits = paint(saved, noEdits, { days: ["FRIDAY"], first: 0, end: 1 }, 2);
  expect(changesName(text.en, saved, true, noEdits)).toBe(text.en.allSaved);
  expect(changesName(text.en, saved, true, edits)).toBe("Not saved: Friday (1 quarter hour).");
  expect(changesName(text.en, saved, true, { ...edits, enabled: false })).toBe(
    "Not saved: plan switched off. Not saved: Friday (1 quarter hour).",
  );
});

test("a digit of unknown meaning is told as what it is", () => {
  expect(modeName(text.en, { code: 7, mode: "UNKNOWN" })).toBe("Code 7 (meaning not known)");
});
