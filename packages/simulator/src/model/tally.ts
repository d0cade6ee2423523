import type { Flow } from "./flow.ts";

/** What has come together since the commissioning. Energies in Wh. */
export interface Tally {
  readonly strings: number[];
  /** Given at the AC side. */
  yield: number;
  homePv: number;
  homeBattery: number;
  homeGrid: number;
  chargePv: number;
  chargeGrid: number;
  discharge: number;
  dischargeGrid: number;
  /** Awake, in s. */
  workTime: number;
}

/** The machine's memory at an instant: all that the next piece of time depends on. */
export interface State {
  /** Wh in the battery. */
  stored: number;
  awake: boolean;
  /** The battery ran empty and waits for sun. */
  resting: boolean;
  readonly tally: Tally;
}

/** Asleep, with an empty battery. */
export function newState(strings: number): State {
  return { stored: 0, awake: false, resting: true, tally: emptyTally(strings) };
}

export function copyOf(state: State): State {
  return { ...state, tally: copyOfTally(state.tally) };
}

export function copyOfTally(tally: Tally): Tally {
  return { ...tally, strings: [...tally.strings] };
}

/** Adds a whole span to another. */
export function addTally(sum: Tally, more: Tally): void {
  for (let index = 0; index < sum.strings.length; index++) {
    sum.strings[index] = (sum.strings[index] ?? 0) + (more.strings[index] ?? 0);
  }
  sum.yield += more.yield;
  sum.homePv += more.homePv;
  sum.homeBattery += more.homeBattery;
  sum.homeGrid += more.homeGrid;
  sum.chargePv += more.chargePv;
  sum.chargeGrid += more.chargeGrid;
  sum.discharge += more.discharge;
  sum.dischargeGrid += more.dischargeGrid;
  sum.workTime += more.workTime;
}

/** What was added between two instants. */
export function difference(later: Tally, earlier: Tally): Tally {
  return {
    strings: later.strings.map((value, index) => value - (earlier.strings[index] ?? 0)),
    yield: later.yield - earlier.yield,
    homePv: later.homePv - earlier.homePv,
    homeBattery: later.homeBattery - earlier.homeBattery,
    homeGrid: later.homeGrid - earlier.homeGrid,
    chargePv: later.chargePv - earlier.chargePv,
    chargeGrid: later.chargeGrid - earlier.chargeGrid,
    discharge: later.discharge - earlier.discharge,
    dischargeGrid: later.dischargeGrid - earlier.dischargeGrid,
    workTime: later.workTime - earlier.workTime,
  };
}

export function add(tally: Tally, flow: Flow, hours: number): void {
  for (let index = 0; index < tally.strings.length; index++) {
    tally.strings[index] = (tally.strings[index] ?? 0) + (flow.strings[index] ?? 0) * hours;
  }
  tally.yield += Math.max(0, flow.ac) * hours;
  tally.homePv += flow.homePv * hours;
  tally.homeBattery += flow.homeBattery * hours;
  tally.homeGrid += flow.homeGrid * hours;
  tally.chargePv += flow.pvToBattery * hours;
  tally.chargeGrid += flow.gridToBattery * hours;
  tally.discharge += Math.max(0, flow.battery) * hours;
  tally.dischargeGrid += flow.batteryToGrid * hours;
}

export function emptyTally(strings: number): Tally {
  return {
    strings: Array.from({ length: strings }, () => 0),
    yield: 0,
    homePv: 0,
    homeBattery: 0,
    homeGrid: 0,
    chargePv: 0,
    chargeGrid: 0,
    discharge: 0,
    dischargeGrid: 0,
    workTime: 0,
  };
}
