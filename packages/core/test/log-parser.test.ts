import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNumber } from "../src/log-data/cell.ts";
import { LogDataLayoutError } from "../src/log-data/errors.ts";
import { LogDataParser } from "../src/log-data/parser.ts";
import type { LogDataRow } from "../src/log-data/types.ts";
import { type Cells, COLUMNS, logText, MIDNIGHT, PREAMBLE, sampleAt } from "./log-text.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function parse(text: string, cuts: readonly number[] = []): LogDataRow[] {
  const rows: LogDataRow[] = [];
  const parser = new LogDataParser((row) => rows.push(row));
  const bytes = bytesOf(text);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((one, other) => one - other);
  let start = 0;
  for (const end of ends) {
    parser.push(bytes.subarray(start, end));
    start = end;
  }
  parser.finish();
  return rows;
}

const sample: Cells = {
  Zeit: MIDNIGHT,
  "DC1 U": 508,
  "DC1 I": " 3587 ",
  "DC1 P": 1823,
  "DC2 I": "-75",
  "DC3 U": "-",
  "AC1 U": 230,
  "AC1 I": 4479,
  "AC1 P": "1030.5",
  "AC F": "49.98",
  "AC S": 6,
  ERR: 0,
  "HC2 P": 1293,
  "HC3 P": 0,
  "SOC H": 56,
  "BAT Te": "-3.5",
};
const summary: Cells = {
  Zeit: MIDNIGHT,
  "KB S": 1,
  "total E": "1234.567",
  "OWN E": "0.001",
  "HOME E": "-",
  "Iso R": 4200,
};
const error: Cells = { Zeit: MIDNIGHT, ERR: 5012, Ereignis: "Netzstörung" };

const typed = [
  {
    kind: "sample",
    time: MIDNIGHT * 1000,
    strings: [
      { index: 1, power: 1823, voltage: 508, current: 3.587 },
      { index: 2, power: null, voltage: null, current: -0.075 },
    ],
    phases: [{ index: 1, power: 1030.5, voltage: 230, current: 4.479, gridPower: null, gridCurrent: null }],
    frequency: 49.98,
    stateOfCharge: 56,
    batteryTemperature: -3.5,
    stateCode: 6,
    home: { fromSolar: 1293, fromGrid: 0 },
  },
  {
    kind: "summary",
    time: MIDNIGHT * 1000,
    totalYield: 1_234_567,
    ownConsumption: 1,
    home: null,
    isolationResistance: 4_200_000,
  },
  { kind: "error", time: MIDNIGHT * 1000, code: 5012, event: "Netzstörung" },
];

describe("rows", () => {
  it("are of three kinds, in our units, null where the device says nothing", () => {
    expect(parse(logText([sample, summary, error]))).toEqual(typed);
  });

  it("are the same whatever the order and case of the columns, and the lines' ends", () => {
    const [time, ...others] = COLUMNS;
    const turned = [time!, ...others.toReversed()];
    expect(parse(logText([sample, summary, error], turned))).toEqual(typed);
    expect(parse(logText([sample, summary, error], COLUMNS, "\r\n"))).toEqual(typed);
    expect(
      parse(logText([sample, summary, error]).replace(COLUMNS.join("\t"), COLUMNS.join("\t").toUpperCase())),
    ).toEqual(typed);
    expect(parse(logText([sample, summary, error]).trimEnd())).toEqual(typed);
  });

  it("without rows there are none, and blank lines are none", () => {
    expect(parse(logText([]))).toEqual([]);
    expect(parse(`${logText([])}\n   \n\t\t\n`)).toEqual([]);
  });

  it("with KB S are summaries also where they have an error, and ERR 0 or - is no error", () => {
    const kinds = parse(
      logText([
        { ...error, "KB S": 1 },
        { ...error, "KB S": " - " },
        { ...sample, ERR: "-" },
      ]),
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(["summary", "error", "sample"]);
  });

  it("are the same wherever the chunks end", () => {
    const text = logText([sample, summary, error, sampleAt(MIDNIGHT + 300)]);
    const whole = parse(text);
    expect(whole).toHaveLength(4);
    for (let cut = 0; cut <= bytesOf(text).length; cut++) expect(parse(text, [cut])).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
        expect(parse(text, cuts)).toEqual(whole);
      }),
    );
  });
});

describe("numbers", () => {
  const cell = (text: string, shift = 0) => readNumber(bytesOf(text), 0, text.length, shift);

  it("are those that were printed, rounded once", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.nat({ max: 6 }), (whole, places) => {
        const text = (whole / 10 ** places).toFixed(places);
        expect(cell(` ${text} `) + 0).toBe(Number(text) + 0);
        expect(cell(text, 3) + 0).toBe(Number(`${text}e3`) + 0);
        expect(cell(text, -3) + 0).toBe(Number(`${text}e-3`) + 0);
      }),
    );
    expect(cell("12345678901234567890.5")).toBe(Number("12345678901234567890.5"));
    expect(Object.is(cell("-0"), 0)).toBe(true);
  });

  it.each(["", " ", "-", "  - "])("%j is missing", (text) => {
    expect(cell(text)).toBeNaN();
  });

  it.each(["x", ".", "-.", "1.2.3", "1,5", "--", "1e3", "5 0"])("%j is none", (text) => {
    expect(cell(text)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("what is laid out otherwise is refused with the column's name", () => {
  it.each(["ERR", "KB S", "DC1 P", "AC1 U", "AC F", "total E"])("without %s", (name) => {
    const text = logText(
      [sample],
      COLUMNS.filter((column) => column !== name),
    );
    expect(() => parse(text)).toThrow(new LogDataLayoutError(name, `the log has no column "${name}"`));
  });

  it.each<[string, Cells, string]>([
    ["a text for a number", { ...sample, "DC1 I": "n/a" }, "DC1 I"],
    ["no time", { ...sample, Zeit: "-" }, "Zeit"],
    ["a time in parts of a second", { ...sample, Zeit: "1.5" }, "Zeit"],
    ["half an error", { ...error, ERR: "1.5" }, "ERR"],
  ])("%s", (_what, row, column) => {
    expect(() => parse(logText([row]))).toThrow(expect.objectContaining({ column }));
  });

  it.each(["", "<html></html>", PREAMBLE.join("\n"), "x\n".repeat(40_000)])("no table at all (case %#)", (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ name: "LogDataLayoutError", column: "Zeit" }));
  });
});
