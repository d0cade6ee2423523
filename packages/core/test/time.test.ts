import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSamePeriod } from "../src/energy.ts";
import { timePlan, timePlanDays, timePlanSettings } from "../src/time-plan.ts";
import { quantity, type Timestamp } from "../src/units.ts";
import { zonedTime } from "../src/zoned-time.ts";

const iso = (moment: Timestamp | undefined) => (moment === undefined ? undefined : new Date(moment).toISOString());

describe("zonedTime", () => {
  it.each([
    ["2026-07-01T12:00:00", "Europe/Berlin", "2026-07-01T10:00:00.000Z"],
    ["2026-01-01T12:00:00", "Europe/Berlin", "2026-01-01T11:00:00.000Z"],
    ["2026-01-01T12:00:00", "UTC", "2026-01-01T12:00:00.000Z"],
    ["2026-01-01T12:00:00", "Asia/Kathmandu", "2026-01-01T06:15:00.000Z"],
    ["2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    ["2026-03-29T03:00:00", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
    ["2026-02-30T03:00:00", "Europe/Berlin", undefined],
    ["None", "Europe/Berlin", undefined],
  ])("%s in %s is %s", (text, zone, want) => {
    expect(iso(zonedTime(text, zone))).toBe(want);
  });

  it("is what a clock in the zone shows", () => {
    const moments = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }).map((ms) => ms - (ms % 1000));
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom("Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "UTC"),
        (moment, timeZone) => {
          const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(
            moment,
          );
          const found = zonedTime(shown.replace(" ", "T"), timeZone);
          // An hour that is shown twice is the first of the two.
          expect([0, 1_800_000, 3_600_000]).toContain(moment - (found ?? Number.NaN));
        },
      ),
    );
  });
});

describe("isSamePeriod", () => {
  const at = (text: string) => quantity<Timestamp>(Date.parse(text));
  it.each([
    ["DAY", "2026-06-30T21:59:00Z", "2026-06-30T22:01:00Z", false],
    ["DAY", "2026-06-30T22:01:00Z", "2026-07-01T21:59:00Z", true],
    ["MONTH", "2026-06-30T21:59:00Z", "2026-06-30T22:01:00Z", false],
    ["YEAR", "2025-12-31T22:59:00Z", "2025-12-31T23:01:00Z", false],
    ["YEAR", "2026-01-01T00:00:00Z", "2026-12-31T22:59:00Z", true],
    ["TOTAL", "2016-01-01T00:00:00Z", "2026-12-31T22:59:00Z", true],
  ] as const)("%s: %s and %s in Berlin: %s", (period, one, other, want) => {
    expect(isSamePeriod(period, at(one), at(other), "Europe/Berlin")).toBe(want);
  });
});

describe("timePlan", () => {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

  it("puts every quarter hour into exactly one range, in both directions without loss", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("0", "1", "2", "3", "4", "9"), { minLength: 96, maxLength: 96 }),
        (digits) => {
          const plan = timePlan((id) => (id === "Battery:TimeControl:Enable" ? "1" : digits.join("")), "later", "x");
          expect(plan.enabled).toBe(true);
          expect(plan.days.map(({ day }) => day)).toEqual([...timePlanDays.keys()]);
          for (const { ranges } of plan.days) {
            const back = ranges.map(({ from, to, modeCode }) =>
              String(modeCode).repeat((minutes(to) - minutes(from)) / 15),
            );
            expect(back.join("")).toBe(digits.join(""));
            expect(ranges.at(-1)?.to).toBe("24:00");
          }
        },
      ),
    );
  });

  it("names only the modes that the generation's sources agree on", () => {
    const modes = (generation: "G1" | "later") =>
      timePlan((id) => (id.endsWith("ConfMon") ? "01234" : null), generation, "x").days[0]?.ranges.map(
        ({ mode }) => mode,
      );
    expect(modes("G1")).toEqual(["FREE", "CHARGE_BLOCKED", "DISCHARGE_BLOCKED", "UNKNOWN", "UNKNOWN"]);
    expect(modes("later")).toEqual([
      "FREE",
      "UNKNOWN",
      "DISCHARGE_BLOCKED",
      "GRID_CHARGE_USE_ALLOWED",
      "GRID_CHARGE_USE_BLOCKED",
    ]);
  });

  it("refuses what are no digits", () => {
    expect(() => timePlan(() => "0120x", "G1", "garage")).toThrowError(/garage: Battery:TimeControl:ConfMon/);
  });
});

describe("timePlanSettings", () => {
  const digit = fc.constantFrom("0", "1", "2", "3", "4", "9");

  it("writes back exactly what was read, whatever the plan", () => {
    const week = fc.array(fc.array(digit, { minLength: 96, maxLength: 96 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(week, fc.constantFrom<"G1" | "later">("G1", "later"), (digits, generation) => {
        const held = new Map([...timePlanDays.values()].map((id, index) => [id, (digits[index] ?? []).join("")]));
        const { days } = timePlan((id) => held.get(id) ?? null, generation, "x");
        const byCode = days.map(({ day, ranges }) => ({
          day,
          ranges: ranges.map(({ from, to, modeCode }) => ({ from, to, modeCode })),
        }));
        expect(timePlanSettings(byCode, generation, "x")).toEqual(Array.from(held, ([id, value]) => ({ id, value })));
      }),
    );
  });

  it("leaves free what is in no range, and knows modes by name where the generation has them", () => {
    const [monday] = timePlanSettings(
      [{ day: "MONDAY", ranges: [{ from: "23:45", to: "24:00", mode: "DISCHARGE_BLOCKED" }] }],
      "G1",
      "x",
    );
    expect(monday).toEqual({ id: "Battery:TimeControl:ConfMon", value: `${"0".repeat(95)}2` });
  });

  it.each([
    ["off the grid", [{ from: "00:10", to: "01:00", modeCode: 2 }], "BAD_INPUT"],
    ["past the day", [{ from: "23:00", to: "24:15", modeCode: 2 }], "BAD_INPUT"],
    ["backwards", [{ from: "12:00", to: "11:00", modeCode: 2 }], "BAD_INPUT"],
    ["empty", [{ from: "12:00", to: "12:00", modeCode: 2 }], "BAD_INPUT"],
    [
      "overlapping",
      [
        { from: "00:00", to: "02:00", modeCode: 2 },
        { from: "01:45", to: "03:00", modeCode: 2 },
      ],
      "BAD_INPUT",
    ],
    ["without a mode", [{ from: "00:00", to: "02:00" }], "BAD_INPUT"],
    ["no digit", [{ from: "00:00", to: "02:00", modeCode: 10 }], "OUT_OF_RANGE"],
    ["a mode that G1 lacks", [{ from: "00:00", to: "02:00", mode: "GRID_CHARGE_USE_ALLOWED" }], "WRONG_TYPE"],
    ["contradicting", [{ from: "00:00", to: "02:00", mode: "FREE", modeCode: 2 }], "BAD_INPUT"],
  ] as const)("refuses a range that is %s, and names it", (_name, ranges, code) => {
    const { from, to } = ranges.at(-1) ?? { from: "", to: "" };
    let error: unknown;
    try {
      timePlanSettings([{ day: "SUNDAY", ranges }], "G1", "garage");
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code, range: { day: "SUNDAY", from, to }, inverterId: "garage" });
  });
});
