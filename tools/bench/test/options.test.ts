import { describe, expect, test } from "vitest";
import { parseOptions, UsageError } from "../src/options.ts";

const names = ["1x10", "snapshot"];

test("runs every case where none is named", () => {
  expect(parseOptions([], names)).toEqual({ quick: false, write: false, profile: false, only: names });
});

test("runs the named cases", () => {
  expect(parseOptions(["--quick", "--only", "snapshot"], names)).toMatchObject({ quick: true, only: ["snapshot"] });
});

describe("refuses", () => {
  test.each([
    { args: ["--only", "2x10"], message: "--only 2x10: expected one of 1x10, snapshot" },
    { args: ["--write", "--quick"], message: "--write needs full rounds: without --quick" },
    { args: ["--fast"], message: /--fast/ },
    { args: ["1x10"], message: /1x10/ },
  ])("$args", ({ args, message }) => {
    expect(() => parseOptions(args, names)).toThrow(UsageError);
    expect(() => parseOptions(args, names)).toThrow(message);
  });
});
