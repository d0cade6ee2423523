import { isolationNotMeasuredOhm } from "@plenticore/catalogue";
import { expect, test } from "vitest";
import { MINUTE } from "../src/model/zone.ts";
import { sharedBoard, valuesAt } from "./support/board.ts";

const STATE = "devices:local/Inverter:State";
const STANDBY = 10;
const FEED_IN = 6;

/** States of one day in steps of a minute, each once in a row. */
function statesOf(from: number, minutes: number): number[] {
  const device = sharedBoard("piko-iq-g1", 1);
  const states: number[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const state = valuesAt(device, from + minute * MINUTE).get(STATE) ?? Number.NaN;
    if (states.at(-1) !== state) states.push(state);
  }
  return states;
}

test("an inverter without battery sleeps at night, starts in the morning and feeds in", () => {
  const states = statesOf(Date.UTC(2026, 5, 21, 0), 12 * 60);
  expect(states.slice(0, 6)).toEqual([STANDBY, 1, 2, 3, 4, FEED_IN]);
  expect(states.at(-1)).toBe(FEED_IN);
});

test("at night the sensors show their offset", () => {
  const values = valuesAt(sharedBoard("piko-iq-g1", 1), Date.UTC(2026, 5, 21, 1));
  for (const string of ["pv1", "pv2", "pv3"]) {
    expect(values.get(`devices:local:${string}/P`)).toBeLessThan(-0.05);
    expect(values.get(`devices:local:${string}/P`)).toBeGreaterThan(-0.2);
    expect(values.get(`devices:local:${string}/U`)).toBeGreaterThan(8);
    expect(values.get(`devices:local:${string}/U`)).toBeLessThan(11);
  }
  expect(String(values.get("devices:local:pv1/P"))).toMatch(/\.\d{8,}/);
  expect(values.get("devices:local/HomeGrid_P")).toBe(values.get("devices:local/Home_P"));
});

test("the sleeping inverter lists fewer ids, sorted all the same", () => {
  const device = sharedBoard("piko-iq-g1", 1);
  const idsAt = (time: number): Map<string, readonly string[]> => {
    device.set({ time });
    return new Map(device.processDataList().map(({ moduleid, processdataids }) => [moduleid, processdataids]));
  };
  const night = idsAt(Date.UTC(2026, 5, 21, 1));
  const day = idsAt(Date.UTC(2026, 5, 21, 11));
  const missing = day.get("devices:local")?.filter((id) => !night.get("devices:local")?.includes(id));
  expect(missing).toEqual(["Iso_R", "SinkMax_P", "SourceMax_P"]);
  for (const ids of [...day.values(), ...night.values()]) expect([...ids]).toEqual([...ids].sort());
  expect(day.get("devices:local")).toContain("Inverter:State");
  expect(night.get("devices:local")).toContain("Inverter:State");
});

test("with a battery the inverter works on at night until it is empty", () => {
  const device = sharedBoard("plenticore-plus-g1", 1);
  const evening = valuesAt(device, Date.UTC(2026, 5, 21, 21, 30));
  expect(evening.get(STATE)).toBe(FEED_IN);
  expect(evening.get("devices:local:battery/P")).toBeGreaterThan(0);
  expect(evening.get("devices:local/HomeBat_P")).toBeCloseTo(evening.get("devices:local/Home_P") ?? Number.NaN, 0);

  const states = new Set<number | undefined>();
  for (let hour = 0; hour < 24 * 14; hour++) {
    const values = valuesAt(device, Date.UTC(2026, 11, 1, hour, 2));
    states.add(values.get(STATE));
    if (values.get(STATE) === STANDBY) expect(values.get("devices:local:battery/P")).toBe(0);
  }
  expect(states).toContain(STANDBY);
});

test("the insulation is measured while the inverter runs", () => {
  const device = sharedBoard("piko-iq-g1", 1);
  expect(valuesAt(device, Date.UTC(2026, 5, 21, 11)).get("devices:local/Iso_R")).toBeLessThan(isolationNotMeasuredOhm);
});
