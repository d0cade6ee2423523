import fc from "fast-check";
import type { Place, Selection } from "../../src/plan/selection.ts";
import { type DayCodes, type WeekPlan, weekdays } from "../../src/plan/week-plan.ts";

/** Digits as devices might hold them, in runs, and not told at the end of some days. */
export const dayCodes: fc.Arbitrary<DayCodes> = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 40 })), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.integer({ min: 0, max: 96 }),
  )
  .map(([runs, told]) => {
    const codes: (number | null)[] = runs.flatMap(([code, length]) => Array.from({ length }, () => code));
    const last = codes.at(-1) ?? 0;
    return Array.from({ length: 96 }, (_, quarter) => (quarter >= told ? null : (codes[quarter] ?? last)));
  });

/** A week of which some days may not be told. */
export const plans: fc.Arbitrary<WeekPlan> = fc
  .tuple(fc.subarray([...weekdays], { minLength: 1 }), fc.array(dayCodes, { minLength: 7, maxLength: 7 }))
  .map(([days, codes]) => new Map(days.map((day, index) => [day, codes[index] ?? []])));

export const places: fc.Arbitrary<Place> = fc.record({
  day: fc.integer({ min: 0, max: 6 }),
  quarter: fc.integer({ min: 0, max: 95 }),
});

export const selections: fc.Arbitrary<Selection> = fc
  .tuple(fc.subarray([...weekdays], { minLength: 1 }), fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .map(([days, first, length]) => ({ days, first, end: Math.min(96, first + length) }));
