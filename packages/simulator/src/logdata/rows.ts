import type { Device } from "../device.ts";
import type { Occurrence } from "../events/history.ts";
import { poleVoltage } from "../model/battery.ts";
import type { Closed } from "../model/ledger.ts";
import { SECOND } from "../model/zone.ts";
import { Line, LOGGED_STRINGS, place } from "./columns.ts";

/** Days that a device keeps (FACTS 2.5: 365 or more). */
export const KEPT_DAYS = 365;

const VOLTAGE = 230;
const DARK_VOLTAGE = 9;
const INDEXES = [1, 2, 3] as const;

/** The rows of one local day, each with its time in ms: samples of 5 minutes, errors, and a summary at the day's end. */
export function* rowsOf(device: Device, day: number, until: number): Generator<{ time: number; text: string }> {
  const errors = device.events.ofDay(day).filter((event) => event.category === "error");
  const line = new Line();
  let last: Closed | undefined;
  for (const closed of device.plant.closedOf(day)) {
    if (closed.piece.to > until) return;
    while (errors[0] !== undefined && errors[0].start < closed.piece.to) {
      const error = errors.shift();
      if (error !== undefined) yield { time: error.start, text: errorRow(error, line) };
    }
    yield { time: closed.piece.to, text: sampleRow(device, closed, line) };
    last = closed;
  }
  if (last !== undefined) yield { time: last.piece.to, text: summaryRow(device, last, line) };
}

/** Places of what is written into each sample, looked up once. */
const AT = {
  time: place("Zeit"),
  direct: INDEXES.map((index) => ({
    volts: place(`DC${index} U`),
    current: place(`DC${index} I`),
    power: place(`DC${index} P`),
    temperature: place(`DC${index} T`),
    state: place(`DC${index} S`),
  })),
  phases: INDEXES.map((index) => ({
    volts: place(`AC${index} U`),
    current: place(`AC${index} I`),
    power: place(`AC${index} P`),
    temperature: place(`AC${index} T`),
    home: place(`SH${index} P`),
  })),
  frequency: place("AC F"),
  residual: place("FC I"),
  state: place("AC S"),
  error: place("ERR"),
  protection: place("ENS S"),
  protectionError: place("ENS Err"),
  unused: place("HC1 P"),
  homePv: place("HC2 P"),
  homeGrid: place("HC3 P"),
  charge: place("SOC H"),
  batteryTemperature: place("BAT Te"),
  cycles: place("BAT Cy"),
  summary: place("KB S"),
  total: place("total E"),
  own: place("OWN E"),
  home: place("HOME E"),
  isolation: place("Iso R"),
  event: place("Ereignis"),
};

function sampleRow(device: Device, { piece, phase, flow, state }: Closed, line: Line): string {
  const { battery } = device.profile;
  const awake = phase === "running";
  const temperature = piece.day.coolest + 18;
  line.clear().set(AT.time, seconds(piece.to));
  const direct = (index: number, volts: number, power: number): void => {
    const at = AT.direct[index];
    if (at === undefined) return;
    line
      .whole(at.volts, volts)
      .whole(at.current, (1000 * power) / volts)
      .whole(at.power, power);
    line.whole(at.temperature, temperature).set(at.state, awake ? 3 : 0);
  };
  for (const [index, string] of device.plant.machine.site.strings.entries()) {
    const power = flow.strings[index] ?? 0;
    direct(index, awake ? string.voltageAt(power, piece.day.coolest) : DARK_VOLTAGE, power);
  }
  if (battery !== undefined) {
    const share = state.stored / battery.capacity;
    direct(LOGGED_STRINGS - 1, poleVoltage(battery, share, flow.battery), flow.battery);
    line.whole(AT.charge, 100 * share).whole(AT.batteryTemperature, temperature);
    line.set(AT.cycles, device.plant.cyclesAt(piece.to));
  }
  for (const at of AT.phases) {
    line.set(at.volts, VOLTAGE).whole(at.current, (1000 * Math.abs(flow.ac)) / 3 / VOLTAGE);
    line
      .whole(at.power, flow.ac / 3)
      .whole(at.temperature, temperature)
      .whole(at.home, flow.home / 3);
  }
  line
    .set(AT.frequency, "50.0")
    .set(AT.residual, 0)
    .set(AT.state, awake ? 6 : 10)
    .set(AT.error, 0);
  line
    .set(AT.protection, awake ? 12 : 3)
    .set(AT.protectionError, 0)
    .set(AT.unused, 0);
  return line.whole(AT.homePv, flow.homePv).whole(AT.homeGrid, flow.homeGrid).toString();
}

function errorRow(event: Occurrence, line: Line): string {
  line.clear().set(AT.time, seconds(event.start));
  return line.set(AT.error, event.code).set(AT.event, event.group).toString();
}

/** "KB S" marks a summary; energies in kWh. */
function summaryRow(device: Device, { piece }: Closed, line: Line): string {
  const tally = device.plant.statisticsAt(piece.to).total;
  const kilo = (energy: number): string => (energy / 1000).toFixed(3);
  const own = tally.homePv + tally.homeBattery;
  line.clear().set(AT.time, seconds(piece.to)).set(AT.summary, 1).set(AT.isolation, 4200);
  line.set(AT.total, kilo(tally.yield)).set(AT.own, kilo(own));
  return line.set(AT.home, kilo(own + tally.homeGrid)).toString();
}

function seconds(time: number): number {
  return Math.floor(time / SECOND);
}
