import { describe, expect, test } from "vitest";
import { figure, table } from "../src/table.ts";

describe("figure", () => {
  test.each([
    { given: 0, want: "0" },
    { given: 0.070_234, want: "0.0702" },
    { given: 9.714, want: "9.71" },
    { given: 10, want: "10" },
    { given: 99.96, want: "100" },
    { given: 1886.4, want: "1,886" },
    { given: Number.NaN, want: "-" },
    { given: Number.POSITIVE_INFINITY, want: "-" },
  ])("$given is printed as $want", ({ given, want }) => {
    expect(figure(given)).toBe(want);
  });
});

test("table pads texts to the right and figures to the left, as Markdown wants", () => {
  const rows = [
    ["ours", "11,031"],
    ["bare Yoga", "9.7"],
  ];
  expect(table(["contestant", "q/s"], rows)).toBe(
    [
      "| contestant |    q/s |", //
      "| ---------- | -----: |",
      "| ours       | 11,031 |",
      "| bare Yoga  |    9.7 |",
    ].join("\n"),
  );
});

test("table fills a row that is too short", () => {
  expect(table(["a", "b"], [["x"]], 2)).toBe("| a   | b   |\n| --- | --- |\n| x   |     |");
});
