import { describe, expect, test } from "vitest";
import { balanceOf, distribute } from "../../src/flow/distribute.ts";
import { type FlowPower, tidyPower } from "../../src/flow/flow-power.ts";
import { flowCases } from "../../src/flow/stories/cases.ts";
import { flowText } from "../../src/flow/text.ts";
import { flowsInWords, isLargeGap, pictureInWords } from "../../src/flow/words.ts";
import { createFormat } from "../../src/text/format.ts";

const formats = { en: createFormat("en"), de: createFormat("de") };
const plain = (words: string): string => words.replaceAll("\u{a0}", " ");

function told(key: string, language: "en" | "de") {
  const { name, power: raw, battery } = flowCases.find((each) => each.key === key)!;
  const power: FlowPower = tidyPower(raw, battery !== null);
  const edges = distribute(power, battery !== null);
  return {
    picture: plain(pictureInWords(name, power, battery, flowText[language], formats[language])),
    flows: flowsInWords(edges, battery !== null, flowText[language], formats[language]).map(({ words }) =>
      plain(words),
    ),
  };
}

describe("the picture in words", () => {
  test("at noon", () => {
    expect(told("noon", "en")).toEqual({
      picture:
        "Power flow of Home: Solar 5.21 kW, producing; House 640 W; Grid 3.13 kW, feed-in; Battery 1.26 kW, charging, 64 % charged",
      flows: ["Solar to House: 640 W", "Solar to Battery: 1.26 kW", "Solar to Grid: 3.13 kW"],
    });
  });

  test("in German, charged by the grid", () => {
    expect(told("charged-by-grid", "de")).toEqual({
      picture:
        "Energiefluss von Home: Solar 0 W; Haus 480 W; Netz 3,60 kW, Bezug; Batterie 3,00 kW, lädt, 33 % geladen",
      flows: ["Netz an Haus: 480 W", "Netz an Batterie: 3,00 kW"],
    });
  });

  test("without a battery there is no word of one", () => {
    const { picture, flows } = told("no-battery", "en");
    expect([picture, ...flows].join(" ")).not.toMatch(/battery/i);
  });

  test("what is unknown is called so, and is no 0", () => {
    const { picture, flows } = told("nothing-known", "en");
    expect(picture).toBe("Power flow of Home: Solar unknown; House unknown; Grid unknown; Battery unknown");
    expect(flows).toHaveLength(7);
    for (const words of flows) expect(words).toMatch(/: unknown$/);
  });

  test("less than a watt and noise below zero are 0 W and no flow", () => {
    for (const key of ["less-than-a-watt", "negative-noise"]) {
      const { picture, flows } = told(key, "en");
      expect(picture).toBe(
        "Power flow of Home: Solar 0 W; House 0 W; Grid 0 W, balanced; Battery 0 W, resting, 60 % charged",
      );
      expect(flows).toEqual([]);
    }
  });

  test("a full battery at rest is full", () => {
    expect(told("battery-full", "en").picture).toMatch(/Battery 0 W, full, 100 % charged$/);
  });

  test.each(flowCases.map(({ key }) => key))("shown numbers are positive: %s", (key) => {
    for (const language of ["en", "de"] as const) {
      const { picture, flows } = told(key, language);
      expect([picture, ...flows].join(" ")).not.toMatch(/[-−]\d|NaN|null|undefined/);
    }
  });
});

test("a gap is large where measuring does not explain it", () => {
  const large = flowCases
    .filter(({ power, battery }) => isLargeGap(balanceOf(power, battery !== null)))
    .map(({ key }) => key);
  expect(large).toEqual(["large-gap"]);
});

test("each case has a key of its own", () => {
  expect(new Set(flowCases.map(({ key }) => key)).size).toBe(flowCases.length);
});
