import type { Row } from "../chart/samples.ts";
import type { ChartSeries } from "../chart/series.ts";
import { type LoggedPower, type LogSample, powerRow } from "./log-rows.ts";
import type { text } from "./text.ts";

type Text = (typeof text)["en"];

const dashes = { none: [], long: [9, 4], short: [4, 3], dots: [1.5, 3], mixed: [9, 3, 2, 3] } as const;

const solar = { key: "solar", unit: "W", color: "--flow-solar", dash: dashes.none, filled: true } as const;
const battery = { key: "battery", unit: "W", color: "--flow-battery-out", dash: dashes.mixed } as const;

/** Lines of the live chart, in the recorder's order: the battery is its last column. */
export function liveSeries(t: Text, hasBattery: boolean): ChartSeries[] {
  return [
    { ...solar, label: t.solar },
    { key: "home", label: t.home, unit: "W", color: "--flow-home", dash: dashes.long },
    { key: "grid", label: t.grid, unit: "W", color: "--flow-grid-import", dash: dashes.short },
    ...(hasBattery ? [{ ...battery, label: t.batteryNet }] : []),
  ];
}

/** Lines over days of the log, and how a row of them is made. */
export interface HistoryLines {
  readonly series: readonly ChartSeries[];
  readonly rowOf: (sample: LogSample) => Row;
}

export function powerLines(t: Text, hasBattery: boolean): HistoryLines {
  const lines: readonly (ChartSeries & { readonly key: keyof LoggedPower })[] = [
    { ...solar, label: t.solar },
    { key: "ac", label: t.ac, unit: "W", color: "--flow-grid-export", dash: dashes.long },
    ...(hasBattery ? [{ ...battery, label: t.batteryNet }] : []),
    { key: "homeFromSolar", label: t.historyHomeSolar, unit: "W", color: "--flow-home", dash: dashes.dots },
    { key: "homeFromGrid", label: t.historyHomeGrid, unit: "W", color: "--flow-grid-import", dash: dashes.short },
  ];
  const names = lines.map(({ key }) => key);
  return { series: lines, rowOf: (sample) => powerRow(sample, names, hasBattery) };
}

const stringLooks = [
  { color: "--flow-solar", dash: dashes.none },
  { color: "--flow-grid-export", dash: dashes.long },
  { color: "--flow-grid-import", dash: dashes.short },
] as const;

/** Power of each string; the log knows three at most. @param count how many strings there are; a battery's is none */
export function stringLines(t: Text, count: number): HistoryLines {
  const indexes = stringLooks.map((_, place) => place + 1).filter((index) => index <= count);
  const series = indexes.map((index): ChartSeries => {
    const look = stringLooks[index - 1] ?? stringLooks[0];
    return { key: `power-${index}`, label: t.numberedString(String(index)), unit: "W", ...look };
  });
  const rowOf = ({ time, strings }: LogSample): Row => ({
    time: Date.parse(time),
    values: indexes.map((index) => strings.find((string) => string.index === index)?.power ?? null),
  });
  return { series, rowOf };
}

export function batteryLines(t: Text): HistoryLines {
  return {
    series: [
      { key: "soc", label: t.stateOfCharge, unit: "%", color: "--flow-battery-out", dash: dashes.none, filled: true },
      { key: "temperature", label: t.temperature, unit: "°C", color: "--flow-battery-in", dash: dashes.long },
    ],
    rowOf: ({ time, stateOfCharge, batteryTemperature }) => ({
      time: Date.parse(time),
      values: [stateOfCharge, batteryTemperature],
    }),
  };
}
