import type { DayCurveQuery } from "@plenticore/client";
import type { Row } from "../chart/samples.ts";
import { addDays, dateOf } from "../chart/zone.ts";

type LogData = NonNullable<NonNullable<DayCurveQuery["inverter"]>["logData"]>;
export type LogNode = LogData["edges"][number]["node"];
export type LogSample = Extract<LogNode, { readonly __typename: "LogDataSample" }>;
export type LogSummary = Extract<LogNode, { readonly __typename: "LogDataSummary" }>;
export type LogError = Extract<LogNode, { readonly __typename: "LogDataError" }>;

/** The log has three strings; with a battery, the third is the battery's (docs/FACTS.md 2.5). */
const batteryString = 3;

const isOfBattery = (index: number, hasBattery: boolean): boolean => hasBattery && index === batteryString;

/** A sum that is unknown where nothing of it is known. */
function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** What an inverter logged of five minutes, in W, and of the battery in percent. */
export interface LoggedPower {
  readonly solar: number | null;
  /** The inverter's output. */
  readonly ac: number | null;
  /** + discharging, - charging; null without a battery. */
  readonly battery: number | null;
  readonly homeFromSolar: number | null;
  readonly homeFromGrid: number | null;
  /** Null with a battery: the log does not tell what the house took out of it. */
  readonly home: number | null;
  /** Never in the log; it is a column of the live chart. */
  readonly grid: null;
  readonly stateOfCharge: number | null;
}

export function loggedPower({ strings, phases, home, stateOfCharge }: LogSample, hasBattery: boolean): LoggedPower {
  const isSolar = (index: number): boolean => !isOfBattery(index, hasBattery);
  const solar = sumOf(strings.filter(({ index }) => isSolar(index)).map(({ power }) => power));
  const [homeFromSolar, homeFromGrid] = [home?.fromSolar ?? null, home?.fromGrid ?? null];
  return {
    solar: solar === null ? null : Math.max(0, solar),
    ac: sumOf(phases.map(({ power }) => power)),
    battery: strings.find(({ index }) => !isSolar(index))?.power ?? null,
    homeFromSolar,
    homeFromGrid,
    home: hasBattery || homeFromSolar === null || homeFromGrid === null ? null : homeFromSolar + homeFromGrid,
    grid: null,
    stateOfCharge: hasBattery ? stateOfCharge : null,
  };
}

/** The row of a chart: the values by name, in the order of the names. */
export const powerRow = (sample: LogSample, names: readonly (keyof LoggedPower)[], hasBattery: boolean): Row => {
  const power = loggedPower(sample, hasBattery);
  return { time: Date.parse(sample.time), values: names.map((name) => power[name]) };
};

/** What a day brought: the difference of the counters at its end and at the end of the day before, in Wh. */
export interface LoggedDay {
  /** YYYY-MM-DD, the plant's. */
  readonly date: string;
  /** Null where a counter is not in the log, or was set back. */
  readonly yield: number | null;
  readonly ownConsumption: number | null;
  readonly home: number | null;
  /** In Ohm, at the day's end. */
  readonly isolationResistance: number | null;
}

/** @param begin the first day that is wanted, YYYY-MM-DD; of the day before only the counters are used */
export function loggedDays(summaries: readonly LogSummary[], begin: string, timeZone: string): LoggedDay[] {
  // A day's last summary stands at its end, which is the next day's first moment.
  const byDay = new Map(summaries.map((summary) => [dateOf(Date.parse(summary.time) - 1, timeZone), summary]));
  const days = [...byDay].sort(([one], [other]) => (one < other ? -1 : 1));
  return days.flatMap(([date, summary], index) => {
    if (date < begin) return [];
    const [before, last] = days[index - 1] ?? [];
    const isNext = before !== undefined && addDays(before, 1) === date;
    const grown = (name: "totalYield" | "ownConsumption" | "homeEnergy"): number | null => {
      const [now, then] = [summary[name], isNext ? (last?.[name] ?? null) : null];
      return now === null || then === null || now < then ? null : now - then;
    };
    return [
      {
        date,
        yield: grown("totalYield"),
        ownConsumption: grown("ownConsumption"),
        home: grown("homeEnergy"),
        isolationResistance: summary.isolationResistance,
      },
    ];
  });
}
