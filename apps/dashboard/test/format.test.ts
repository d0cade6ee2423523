import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFormat, dash, inOne } from "../src/text/format.ts";

const en = createFormat("en", "Europe/Berlin");
const de = createFormat("de", "Europe/Berlin");
const plain = (text: string): string => text.replaceAll("\u{a0}", " ");

describe("power", () => {
  test.each([
    [0, "0 W", "0 W"],
    [-0.3, "0 W", "0 W"],
    [640.2, "640 W", "640 W"],
    [999.4, "999 W", "999 W"],
    [999.6, "1.00 kW", "1,00 kW"],
    [5210.4, "5.21 kW", "5,21 kW"],
    [9996, "10.0 kW", "10,0 kW"],
    [-3127.9, "−3.13 kW", "−3,13 kW"],
    [99_960, "100 kW", "100 kW"],
    [1_234_567, "1,235 kW", "1.235 kW"],
    [12_345_678, "12.3 MW", "12,3 MW"],
  ])("%d W", (watts, english, german) => {
    expect(plain(inOne(en.power(watts)))).toBe(english);
    expect(plain(inOne(de.power(watts)))).toBe(german);
  });

  test("is written with a plus where the direction counts, and 0 has none", () => {
    expect(en.power(1260, "signed").value).toBe("+1.26");
    expect(en.power(-1260, "signed").value).toBe("−1.26");
    expect(en.power(0.2, "signed").value).toBe("0");
  });

  test("never shows a thousand of a smaller unit, at whatever power", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9e6, noNaN: true }), (watts) => {
        const { value, unit } = en.power(watts);
        if (unit === "W") expect(Number(value)).toBeLessThan(1000);
        else expect(Math.abs(Number(value.replace(",", "")) * 1000 - watts)).toBeLessThanOrEqual(0.006 * watts);
      }),
    );
  });
});

test.each([
  ["energy", en.energy(12_412), "12.4 kWh"],
  ["energy of a year", de.energy(8_234_000), "8.234 kWh"],
  ["energy of a life", de.energy(48_234_000), "48,2 MWh"],
  ["mass", en.mass(1_500_000), "1,500 kg"],
  ["percent", de.percent(63.6), "64 %"],
  ["voltage", de.quantity(229.94, "V", 1), "229,9 V"],
])("%s", (_what, shown, want) => {
  expect(plain(inOne(shown))).toBe(want);
});

test("what is not known is a dash and has no unit, and 0 is 0", () => {
  for (const nothing of [null, undefined, Number.NaN]) {
    for (const shown of [en.power(nothing), en.energy(nothing), en.mass(nothing), en.percent(nothing)]) {
      expect(shown).toEqual({ value: dash, unit: "" });
    }
    expect(en.quantity(nothing, "V", 1)).toEqual({ value: dash, unit: "" });
    expect(en.number(nothing)).toBe(dash);
  }
  for (const nothing of [null, undefined, "no date"]) {
    expect([en.time(nothing), en.seconds(nothing), en.date(nothing), en.dateTime(nothing)]).toEqual(
      Array.from({ length: 4 }, () => dash),
    );
  }
  expect(en.age(null)).toBe(dash);
  expect(inOne(en.percent(0))).toBe("0\u{a0}%");
});

test("moments are the plant's, summer time too", () => {
  expect(en.dateTime("2026-06-21T10:05:09Z")).toBe("21 Jun 2026, 12:05");
  expect(de.dateTime("2026-06-21T10:05:09Z")).toBe("21.06.2026, 12:05");
  expect(de.seconds("2026-12-21T23:05:09Z")).toBe("00:05:09");
  expect(en.date("2026-12-21T23:05:09Z")).toBe("22 Dec 2026");
  expect(en.day(new Date("2026-12-21T23:05:09Z"))).toBe("2026-12-22");
  expect(createFormat("en", "Asia/Tokyo").time("2026-06-21T10:05:09Z")).toBe("19:05");
});

test.each([
  [0.4, "now", "jetzt"],
  [12.4, "12 s", "12 s"],
  [89, "89 s", "89 s"],
  [300, "5 min", "5 min"],
  [7200, "2 h", "2 h"],
  [259_200, "3 d", "3 T"],
])("an age of %d s", (seconds, english, german) => {
  expect([plain(en.age(seconds)), plain(de.age(seconds))]).toEqual([english, german]);
});
