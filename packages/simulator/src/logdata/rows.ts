import type { Device } from "../device.ts";
import type { Occurrence } from "../events/history.ts";
import { poleVoltage } from "../model/battery.ts";
import type { Closed } from "../model/ledger.ts";
import { SECOND } from "../model/zone.ts";
import { LOGGED_STRINGS, line } from "./columns.ts";

/** Days that a device keeps (FACTS 2.5: 365 or more). */
export const KEPT_DAYS = 365;

const VOLTAGE = 230;

/** The rows of one local day, each with its time in ms: samples of 5 minutes, errors, and a summary at the day's end. */
export function* rowsOf(device: Device, day: number, until: number): Generator<{ time: number; text: string }> {
  const errors = device.events.ofDay(day).filter((event) => event.category === "error");
  let last: Closed | undefined;
  for (const closed of device.plant.closedOf(day)) {
    if (closed.piece.to > until) return;
    while (errors[0] !== undefined && errors[0].start < closed.piece.to) {
      const error = errors.shift();
      if (error !== undefined) yield { time: error.start, text: errorRow(error) };
    }
    yield { time: closed.piece.to, text: sampleRow(device, closed) };
    last = closed;
  }
  if (last !== undefined) yield { time: last.piece.to, text: summaryRow(device, last) };
}

function sampleRow(device: Device, { piece, phase, flow, state }: Closed): string {
  const { battery } = device.profile;
  const awake = phase === "running";
  const values: Record<string, string | number> = { Zeit: seconds(piece.to) };
  const temperature = Math.round(piece.day.coolest + 18);
  for (let index = 0; index < LOGGED_STRINGS; index++) {
    const string = device.plant.machine.site.strings[index];
    const power = flow.strings[index] ?? 0;
    if (string === undefined) continue;
    const volts = awake ? string.voltageAt(power, piece.day.coolest) : 9;
    Object.assign(values, direct(index + 1, volts, power, temperature, awake ? 3 : 0));
  }
  if (battery !== undefined) {
    const volts = poleVoltage(battery, state.stored / battery.capacity, flow.battery);
    Object.assign(values, direct(LOGGED_STRINGS, volts, flow.battery, temperature, awake ? 3 : 0), {
      "SOC H": Math.round((100 * state.stored) / battery.capacity),
      "BAT Te": temperature,
      "BAT Cy": device.plant.cyclesAt(piece.to),
    });
  }
  for (const phaseIndex of [1, 2, 3]) {
    values[`AC${phaseIndex} U`] = VOLTAGE;
    values[`AC${phaseIndex} I`] = Math.round((1000 * Math.abs(flow.ac)) / 3 / VOLTAGE);
    values[`AC${phaseIndex} P`] = Math.round(flow.ac / 3);
    values[`AC${phaseIndex} T`] = temperature;
    values[`SH${phaseIndex} P`] = Math.round(flow.home / 3);
  }
  return line({
    ...values,
    "AC F": "50.0",
    "FC I": 0,
    "AC S": awake ? 6 : 10,
    ERR: 0,
    "ENS S": awake ? 12 : 3,
    "ENS Err": 0,
    "HC1 P": 0,
    "HC2 P": Math.round(flow.homePv),
    "HC3 P": Math.round(flow.homeGrid),
  });
}

function direct(index: number, volts: number, power: number, temperature: number, state: number) {
  return {
    [`DC${index} U`]: Math.round(volts),
    [`DC${index} I`]: Math.round((1000 * power) / volts),
    [`DC${index} P`]: Math.round(power),
    [`DC${index} T`]: temperature,
    [`DC${index} S`]: state,
  };
}

function errorRow(event: Occurrence): string {
  return line({ Zeit: seconds(event.start), ERR: event.code, Ereignis: event.group });
}

/** "KB S" marks a summary; energies in kWh. */
function summaryRow(device: Device, { piece }: Closed): string {
  const tally = device.plant.statisticsAt(piece.to).total;
  const kilo = (energy: number): string => (energy / 1000).toFixed(3);
  return line({
    Zeit: seconds(piece.to),
    "KB S": 1,
    "total E": kilo(tally.yield),
    "OWN E": kilo(tally.homePv + tally.homeBattery),
    "HOME E": kilo(tally.homePv + tally.homeBattery + tally.homeGrid),
    "Iso R": 4200,
  });
}

function seconds(time: number): number {
  return Math.floor(time / SECOND);
}
