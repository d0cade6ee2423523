import type { InverterEnergyPartsFragment } from "@plenticore/client";
import { expect, test } from "vitest";
import { energyRows, solarOf } from "../../src/inverter/energy-rows.ts";
import { text } from "../../src/inverter/text.ts";
import { createFormat } from "../../src/text/format.ts";

const format = createFormat("en", "UTC");
const rows = (strings: readonly number[], hasBattery = true): string[] =>
  energyRows(text.en, format, strings, hasBattery).map(({ label, part }) => (part === true ? `- ${label}` : label));

const energy = (...energies: (number | null)[]): InverterEnergyPartsFragment["strings"] =>
  energies.map((energy, index) => ({ index: index + 1, energy }));

test("strings are parts of what the modules made, not of the yield at the AC side", () => {
  expect(rows([1, 2]).slice(0, 4)).toEqual(["Solar (DC)", "- String 1", "- String 2", "Yield (AC side)"]);
  expect(rows([1]).slice(0, 2)).toEqual(["Solar (DC)", "Yield (AC side)"]);
  expect(rows([])[0]).toBe("Yield (AC side)");
});

test("a battery's rows are there where there is one", () => {
  expect(rows([1]).filter((label) => /harged|battery/.test(label))).toHaveLength(5);
  expect(rows([1], false).filter((label) => /harged|battery/.test(label))).toEqual([]);
});

test("what the modules made is the strings' sum, and unknown where one of them is", () => {
  expect(solarOf(energy(5100, 4700))).toBe(9800);
  expect(solarOf(energy(5100, 0))).toBe(5100);
  expect(solarOf(energy(5100, null))).toBeNull();
  expect(solarOf(energy())).toBeNull();
});
