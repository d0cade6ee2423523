import type { BatteryOptions } from "./battery.ts";
import type { Controls } from "./controls.ts";
import type { Flow } from "./flow.ts";
import { type Closed, Ledger } from "./ledger.ts";
import { Machine, type Phase } from "./machine.ts";
import { hash, subSeed } from "./noise.ts";
import { pastTally } from "./past.ts";
import { Site, type SiteOptions } from "./site.ts";
import { difference, newState, type State, type Tally } from "./tally.ts";
import { type MonthIndex, monthOfDay, Zone } from "./zone.ts";

export interface PlantOptions extends SiteOptions {
  readonly seed: number;
  readonly timeZone: string;
  readonly battery: BatteryOptions | undefined;
}

/** Days are counted one by one from January of this year on: about 0.1 s for two years. */
const LEDGER_YEAR = 2025;

/** One moment of the plant. Powers in W. */
export interface Moment {
  readonly time: number;
  readonly phase: Phase;
  /** How much of the current piece of time is over, 0 to 1. */
  readonly part: number;
  readonly flow: Flow;
  /** Wh in the battery. */
  readonly stored: number;
  readonly airTemperature: number;
  readonly controls: Controls;
}

/** The counters of a moment, by the spans that the device counts. */
export interface Statistics {
  readonly day: Tally;
  readonly month: Tally;
  readonly year: Tally;
  readonly total: Tally;
}

/** The physical side of a device: roof, house, battery, grid. Any instant from {@link Plant.beginning} on can be asked. */
export class Plant {
  readonly zone: Zone;
  readonly machine: Machine;
  readonly #options: PlantOptions;
  readonly #initial: Controls;
  #ledger: Ledger;

  /** @param now where the clock stands. */
  constructor(options: PlantOptions, initial: Controls, now: number) {
    this.zone = new Zone(options.timeZone);
    this.machine = new Machine(new Site(options.seed, this.zone, options), options.battery);
    this.#options = options;
    this.#initial = initial;
    this.#ledger = this.#openLedger(now);
  }

  get beginning(): number {
    return this.#ledger.beginning;
  }

  /** The clock was set to `now`: all commands of before are forgotten. */
  reset(now: number): void {
    if (this.#ledger.isUntouched && this.#ledger.firstMonth === this.#firstMonthFor(now)) return;
    this.#ledger = this.#openLedger(now);
  }

  command(from: number, controls: Controls): void {
    this.#ledger.command(from, controls);
  }

  momentAt(time: number): Moment {
    const { piece, state } = this.#ledger.entryAt(time);
    const { phase, flow, stored, conditions } = this.machine.glance(state, piece, time);
    const part = (time - piece.from) / (piece.to - piece.from);
    return { time, phase, part, flow, stored, airTemperature: conditions.airTemperature, controls: piece.controls };
  }

  /** As of the last full 5 minutes. */
  statisticsAt(time: number): Statistics {
    const { tally } = this.#ledger.stateAtStep(time);
    const day = this.zone.dayOf(time);
    const month = monthOfDay(day);
    return {
      day: difference(tally, this.#ledger.stateAtDay(day).tally),
      month: difference(tally, this.#ledger.stateAtMonth(month).tally),
      year: difference(tally, this.#ledger.stateAtMonth(month - (month % 12)).tally),
      total: { ...tally, strings: [...tally.strings] },
    };
  }

  /** The 5-minute pieces of one local day (days since 1970). What is yielded is reused: read it before the next one. */
  closedOf(day: number): Generator<Closed> {
    return this.#ledger.closedOf(day);
  }

  /** January of the ledger's year; for a clock that stands before it, of the year before its own. */
  #firstMonthFor(now: number): MonthIndex {
    const year = Math.floor(monthOfDay(this.zone.dayOf(now)) / 12);
    return 12 * (year >= LEDGER_YEAR ? LEDGER_YEAR : year - 1);
  }

  #openLedger(now: number): Ledger {
    const { seed, battery, houseSize } = this.#options;
    const { site } = this.machine;
    const firstMonth = this.#firstMonthFor(now);
    const past = subSeed(seed, 41);
    const installed = 2019 + 4 * hash(past, 99);
    const years = Math.max(0.25, firstMonth / 12 - installed);
    const stored = battery === undefined ? 0 : battery.capacity * (0.1 + 0.3 * hash(past, 98));
    const state: State = {
      ...newState(site.strings.length, stored),
      tally: pastTally(past, years, site.strings, houseSize, battery !== undefined),
    };
    return new Ledger(this.machine, this.#initial, firstMonth, state);
  }
}
