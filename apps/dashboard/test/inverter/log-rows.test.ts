import { expect, test } from "vitest";
import { type LogSample, type LogSummary, loggedDays, loggedPower, powerRow } from "../../src/inverter/log-rows.ts";

const string = (index: number, power: number | null) => ({ index, power, voltage: 400, current: 1 });
const phase = (index: number, power: number | null) => ({
  ...string(index, power),
  gridPower: null,
  gridCurrent: null,
});

const sample: LogSample = {
  __typename: "LogDataSample",
  time: "2026-06-21T10:05:00.000Z",
  strings: [string(1, 3000), string(2, 1500), string(3, -800)],
  phases: [phase(1, 1200), phase(2, 1200), phase(3, 1200)],
  frequency: 50,
  stateOfCharge: 64,
  batteryTemperature: 25,
  stateCode: 6,
  home: { fromSolar: 400, fromGrid: 20 },
};

test("with a battery, the third string is the battery's, and the house is not known whole", () => {
  expect(loggedPower(sample, true)).toEqual({
    solar: 4500,
    ac: 3600,
    battery: -800,
    homeFromSolar: 400,
    homeFromGrid: 20,
    home: null,
    grid: null,
    stateOfCharge: 64,
  });
});

test("without one, all strings are solar; what is unknown stays so, and the strings' night is no negative sun", () => {
  expect(loggedPower(sample, false)).toMatchObject({ solar: 3700, battery: null, home: 420, stateOfCharge: null });
  const dark = { ...sample, strings: [string(1, -0.1)], phases: [], home: null };
  expect(loggedPower(dark, false)).toMatchObject({ solar: 0, ac: null, home: null, homeFromSolar: null });
  expect(loggedPower({ ...sample, strings: [string(3, 5)] }, true).solar).toBeNull();
});

test("a chart's row has the values that were asked for, in their order", () => {
  expect(powerRow(sample, ["battery", "solar"], true)).toEqual({
    time: Date.UTC(2026, 5, 21, 10, 5),
    values: [-800, 4500],
  });
});

const summary = (time: string, totalYield: number | null): LogSummary => ({
  __typename: "LogDataSummary",
  time,
  totalYield,
  ownConsumption: 100,
  homeEnergy: 200,
  isolationResistance: 4_200_000,
});

test("a day's energy is the difference of two counters; a day that is missing, or a counter set back, is unknown", () => {
  const days = loggedDays(
    [
      summary("2026-06-19T22:00:00.000Z", 1000),
      summary("2026-06-20T22:00:00.000Z", 31_000),
      summary("2026-06-21T22:00:00.000Z", 36_000),
      summary("2026-06-23T22:00:00.000Z", 80_000),
      summary("2026-06-24T22:00:00.000Z", 5),
    ],
    "2026-06-20",
    "Europe/Berlin",
  );
  expect(days.map(({ date, yield: energy }) => [date, energy])).toEqual([
    ["2026-06-20", 30_000],
    ["2026-06-21", 5000],
    ["2026-06-23", null],
    ["2026-06-24", null],
  ]);
  expect(days[0]).toMatchObject({ ownConsumption: 0, home: 0, isolationResistance: 4_200_000 });
});
