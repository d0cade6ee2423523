import { expect, test } from "vitest";
import { axisLabels, axisRange, axisScale, printed } from "../../src/chart/units.ts";
import { createFormat } from "../../src/text/format.ts";

const [english, german] = [createFormat("en", "UTC"), createFormat("de", "UTC")];

test("an axis has one unit, and as many decimals as tell its marks apart", () => {
  const kilowatts = axisScale("W", 9800);
  expect(kilowatts).toEqual({ unit: "kW", divisor: 1000 });
  expect(axisLabels([0, 2500, 5000], kilowatts, german)).toEqual(["0,0", "2,5", "5,0"]);
  expect(axisLabels([0, 2000, 4000], kilowatts, english)).toEqual(["0", "2", "4"]);
  expect(axisLabels([0, 250, 500], kilowatts, english)).toEqual(["0.00", "0.25", "0.50"]);
  expect(axisLabels([-500, 0, 500], axisScale("W", 900), english)).toEqual(["−500", "0", "500"]);
  expect(axisLabels([49.9, 50, 50.1], axisScale("Hz", 50.1), german)).toEqual(["49,9", "50,0", "50,1"]);
  expect(axisLabels([5], axisScale("V", 5), english)).toEqual(["5"]);
});

test("values have their unit as everywhere on the page; unknown is a dash", () => {
  expect(printed(5210.4, "W", english)).toBe("5.21\u00A0kW");
  expect(printed(5400, "Wh", german)).toBe("5,40\u00A0kWh");
  expect(printed(64.4, "%", german)).toBe("64\u00A0%");
  expect(printed(49.987, "Hz", german)).toBe("49,99\u00A0Hz");
  expect(printed(null, "W", english)).toBe("–");
});

test("zero is on the axis of power, a percentage is 0 to 100, and nothing known still has a height", () => {
  expect(axisRange("%", 40, 60)).toEqual([0, 100]);
  expect(axisRange("W", 500, 5000)[0]).toBe(0);
  expect(axisRange("W", -500, 5000)[0]).toBeLessThanOrEqual(-500);
  expect(axisRange("W", -900, -100)).toEqual([-1000, 0]);
  expect(axisRange("W", null, null)).toEqual([0, 200]);
  expect(axisRange("W", -3128, 5210)).toEqual([-5000, 10_000]);
  expect(axisRange("W", 0, 4180)).toEqual([0, 6000]);
  expect(axisRange("W", 0, 0)[1]).toBeGreaterThan(0);
  const [low, high] = axisRange("Hz", 49.98, 50.02);
  expect(low).toBeLessThanOrEqual(49.98);
  expect(low).toBeGreaterThan(49.8);
  expect(high).toBeLessThan(50.2);
});
