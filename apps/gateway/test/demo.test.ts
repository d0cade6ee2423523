import { expect, test } from "vitest";
import { ask } from "./example/ask.ts";
import { RunningCli } from "./example/cli.ts";

interface Power {
  readonly solar: number;
  readonly ac: number;
  readonly losses: number;
  readonly grid: number;
}

interface DemoInverter {
  readonly id: string;
  readonly peakPower: number;
  readonly live: { readonly power: Power; readonly observedAt: string };
  readonly energy: { readonly strings: readonly { readonly energy: number }[]; readonly observedAt: string };
  readonly events: readonly { readonly category: string; readonly startTime: string; readonly active: boolean }[];
}

interface DemoPlant {
  readonly timeZone: string;
  readonly live: {
    readonly power: Power & {
      readonly home: number;
      readonly gridImport: number;
      readonly gridExport: number;
      readonly batteryCharge: number;
      readonly batteryDischarge: number;
      readonly selfConsumption: number;
    };
  };
  readonly inverters: readonly DemoInverter[];
}

const query = `{ plants { timeZone
  live { power { solar home ac losses grid gridImport gridExport batteryCharge batteryDischarge selfConsumption } }
  inverters { id peakPower
    live { observedAt power { solar ac losses grid } }
    energy(period: DAY) { observedAt strings { energy } }
    events(max: 5) { category startTime active } } } }`;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Local hour of the day with its fraction. */
function localHour(timeZone: string, time: number): number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium", hourCycle: "h23" });
  const [hour = 0, minute = 0, second = 0] = format.format(time).split(":").map(Number);
  return hour + minute / 60 + second / 3600;
}

test("the demo is one house at noon: its figures, its inverters' and their log are of one balance and one time", async () => {
  await using demo = new RunningCli(["demo", "--port", "0"]);
  const url = await demo.url();
  const { data, errors } = await ask(url, query);
  expect(errors).toBeUndefined();
  const [plant] = (data?.["plants"] ?? []) as readonly DemoPlant[];
  if (plant === undefined) throw new Error("no plant");
  const { power } = plant.live;
  const { inverters } = plant;

  expect(demo.out).toContain(`noon now (${plant.timeZone})`);
  expect(power.ac).toBeCloseTo(sum(inverters.map(({ live }) => live.power.ac)), 3);
  expect(power.solar).toBeCloseTo(sum(inverters.map(({ live }) => live.power.solar)), 3);
  expect(inverters.map(({ live }) => live.power.grid)).toEqual([power.grid, null, null]);
  expect(power.home).toBeCloseTo(power.ac + power.grid, 3);
  const into = power.solar + power.gridImport + power.batteryDischarge;
  const outOf = power.home + power.gridExport + power.batteryCharge + power.losses;
  // A sensor without light shows a little less than nothing.
  expect(Math.abs(into - outOf)).toBeLessThan(3);
  // A household of 5,500 kWh a year, with a cooker and a kettle at worst.
  expect(power.home).toBeGreaterThan(60);
  expect(power.home).toBeLessThan(8_000);

  // Roofs that face elsewhere; at half of the others' the dashboard raises an alarm.
  const specific = inverters.map(
    ({ energy, peakPower }) => sum(energy.strings.map(({ energy: one }) => one)) / peakPower,
  );
  expect(Math.min(...specific) / Math.max(...specific)).toBeGreaterThan(0.6);
  // On a day with a fault at noon it is active; what is over is followed by what is harmless.
  const over = inverters.map(({ events }) => events.find(({ active }) => !active)?.category);
  expect(over).toEqual(["INFO", "INFO", "INFO"]);

  const [house] = inverters;
  const observedAt = Date.parse(house?.live.observedAt ?? "");
  expect(Math.abs(localHour(plant.timeZone, observedAt) - 12)).toBeLessThan(1);
  for (const { events } of inverters) expect(Date.parse(events[0]?.startTime ?? "")).toBeLessThanOrEqual(observedAt);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: plant.timeZone, dateStyle: "short" }).format(observedAt);
  const file = await fetch(`${url}/inverters/house/logdata.tsv?begin=${today}&end=${today}`);
  const [header = "", ...rows] = (await file.text()).trimEnd().split("\n").slice(6);
  const place = (name: string): number => header.split("\t").indexOf(name);
  const samples = rows.map((row) => row.split("\t")).filter((cells) => cells[place("AC S")] !== "");
  // The log was read after the counters, and may be a step further; its samples are whole watts.
  const counted = house?.energy.strings.map(({ energy }) => energy) ?? [];
  const isLogged = [samples, samples.slice(0, -1)].some((rowsOfDay) =>
    counted.every((energy, index) => {
      const logged = sum(rowsOfDay.map((cells) => Number(cells[place(`DC${index + 1} P`)]) / 12));
      return Math.abs(logged - energy) < 0.5 * (rowsOfDay.length / 12) + 0.1;
    }),
  );
  expect(isLogged).toBe(true);
  expect(counted).toHaveLength(2);
  const last = Number(samples.at(-1)?.[place("Zeit")]) * 1_000;
  expect(last).toBeLessThanOrEqual(Date.now());
  expect(last).toBeGreaterThan(observedAt - 600_000);
  expect((await demo.stop("SIGINT")).status).toBe(0);
});
