import { type BatteryOptions, dischargeRoom, RESTART_SHARE, storedAfter } from "./battery.ts";
import type { Controls } from "./controls.ts";
import { balance, emptyFlow, type Flow, type Situation, sleep, slotAt } from "./flow.ts";
import { type Conditions, hoursOf, type Site, type SiteDay } from "./site.ts";
import { add, type State } from "./tally.ts";
import { SECOND } from "./zone.ts";

/** W of the strings that wake the inverter. */
const WAKE_POWER = 25;

export type Phase = "asleep" | "starting" | "running";

/** A stretch of time in which nobody commands anything, at most one step of the statistics long. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly day: SiteDay;
  readonly controls: Controls;
}

/** What tells the inverter of the house. */
export interface Metering {
  readonly meter: boolean;
  /** W that other inverters feed in behind the same meter, the mean of a span or, where that is empty, of a moment. */
  readonly othersPower: (from: number, until: number) => number;
}

/** The inverter with its battery at a site. Knows no clock and keeps no state. */
export class Machine {
  readonly site: Site;
  readonly battery: BatteryOptions | undefined;
  readonly #metering: Metering;
  readonly #conditions: Conditions;
  readonly #situation: Situation;
  readonly #flow: Flow;

  constructor(site: Site, battery: BatteryOptions | undefined, metering: Metering) {
    this.site = site;
    this.battery = battery;
    this.#metering = metering;
    this.#conditions = site.newConditions();
    this.#situation = situationOf(this.#conditions);
    this.#flow = emptyFlow(site.strings.length);
  }

  /** Runs through a whole piece and changes `state` to its end. The flow returned is the piece's average; it is reused. */
  advance(state: State, piece: Piece): { phase: Phase; flow: Flow } {
    const { flow, phase } = this.#average(state, piece);
    const hours = hoursOf(piece.to - piece.from);
    this.#remember(state, flow, hours, piece);
    add(state.tally, flow, hours);
    if (phase !== "asleep") state.tally.workTime += (piece.to - piece.from) / SECOND;
    state.awake = phase !== "asleep";
    return { phase, flow };
  }

  /** One moment within a piece; `state` is that of the piece's beginning and is left as it is. */
  glance(
    state: State,
    piece: Piece,
    time: number,
  ): { phase: Phase; flow: Flow; stored: number; conditions: Conditions } {
    const { flow: average, phase } = this.#average(state, piece);
    const stored = this.#storedAfter(state, average.battery, hoursOf(time - piece.from));
    const conditions = this.site.newConditions();
    this.site.restlessConditionsAt(piece.day, time, piece.controls.cloud, conditions);
    const flow = emptyFlow(this.site.strings.length);
    const situation = this.#situate(situationOf(conditions), state, piece, time);
    situation.others = this.#metering.othersPower(time, time);
    if (phase !== "running") return { phase, stored, conditions, flow: sleep(situation, flow) };
    return { phase, stored, conditions, flow: balance(this.battery, situation, flow) };
  }

  #average(state: State, piece: Piece): { phase: Phase; flow: Flow } {
    const middle = (piece.from + piece.to) / 2;
    const conditions = this.site.conditionsAt(piece.day, middle, piece.controls.cloud, this.#conditions);
    const situation = this.#situate(this.#situation, state, piece, middle);
    situation.home = conditions.home;
    situation.others = this.#metering.othersPower(piece.from, piece.to);
    if (!this.#isWanted(state, situation, conditions.potential)) {
      return { phase: "asleep", flow: sleep(situation, this.#flow) };
    }
    if (!state.awake) return { phase: "starting", flow: sleep(situation, this.#flow) };
    return { phase: "running", flow: balance(this.battery, situation, this.#flow) };
  }

  #situate(situation: Situation, state: State, piece: Piece, time: number): Situation {
    situation.metered = this.#metering.meter;
    situation.stored = state.stored;
    situation.resting = state.resting;
    situation.hours = hoursOf(piece.to - piece.from);
    situation.controls = piece.controls;
    situation.slot = slotAt(piece.controls, piece.controls.plan === undefined ? 0 : this.site.zone.local(time));
    return situation;
  }

  #isWanted(state: State, now: Situation, potential: number): boolean {
    if (potential > WAKE_POWER) return true;
    if (this.battery === undefined) return false;
    const { controls, slot } = now;
    if (controls.setPoint !== undefined || slot.gridCharge) return true;
    if (!now.metered || state.resting || !slot.discharge || controls.maxDischarge <= 0) return false;
    return dischargeRoom(this.battery, state.stored, controls.minSoc, now.hours) > 0;
  }

  #remember(state: State, flow: Flow, hours: number, piece: Piece): void {
    if (this.battery === undefined) return;
    state.stored = this.#storedAfter(state, flow.battery, hours);
    const floor = (this.battery.capacity * piece.controls.minSoc) / 100;
    if (state.stored <= floor + 1) state.resting = true;
    else if (state.stored > floor + this.battery.capacity * RESTART_SHARE) state.resting = false;
  }

  #storedAfter(state: State, power: number, hours: number): number {
    return this.battery === undefined ? 0 : storedAfter(this.battery, state.stored, power, hours);
  }
}

function situationOf(conditions: Conditions): Situation {
  return {
    available: conditions.available,
    home: conditions.home,
    others: 0,
    metered: true,
    stored: 0,
    hours: 0,
    resting: false,
    controls: NO_CONTROLS,
    slot: { charge: true, discharge: true, gridCharge: false },
  };
}

const NO_CONTROLS: Controls = {
  minSoc: 0,
  maxSoc: 100,
  maxCharge: 0,
  maxDischarge: 0,
  setPoint: undefined,
  plan: undefined,
  acStorage: false,
  maxOutput: 0,
  cloud: undefined,
};
