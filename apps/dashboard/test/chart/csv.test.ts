import { expect, test } from "vitest";
import { csv, localIso } from "../../src/chart/csv.ts";

const rows = [
  { time: Date.UTC(2026, 9, 25, 0, 30), values: [1234.5678, null] },
  { time: Date.UTC(2026, 9, 25, 1, 30), values: [-0.4, 0] },
];
const options = { timeZone: "Europe/Berlin", time: "Time", columns: ["Solar (W)", "Grid; net (W)"] };

test("English: commas; the hour that comes twice is told apart; unknown is empty, zero is 0", () => {
  expect(csv(rows, { ...options, locale: "en-GB" })).toBe(
    '\uFEFFTime,Solar (W),"Grid; net (W)"\r\n2026-10-25T02:30:00+02:00,1234.568,\r\n2026-10-25T02:30:00+01:00,-0.4,0\r\n',
  );
});

test("German: semicolons and decimal commas", () => {
  expect(csv(rows, { ...options, locale: "de-DE" }).split("\r\n")[1]).toBe("2026-10-25T02:30:00+02:00;1234,568;");
});

test("a heading is never run as a formula", () => {
  const text = csv([], { ...options, locale: "en-GB", columns: ['=HYPERLINK("http://x","y")', "-1"] });
  expect(text).toBe(`\uFEFFTime,"'=HYPERLINK(""http://x"",""y"")",'-1\r\n`);
});

test("offsets west of Greenwich and of parts of an hour", () => {
  const noon = Date.UTC(2026, 0, 1, 12);
  expect(localIso(noon, "America/St_Johns")).toBe("2026-01-01T08:30:00-03:30");
  expect(localIso(noon, "Asia/Kathmandu")).toBe("2026-01-01T17:45:00+05:45");
  expect(localIso(noon, "UTC")).toBe("2026-01-01T12:00:00+00:00");
});
