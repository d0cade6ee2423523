import type { BatteryOptions } from "./battery.ts";
import type { Controls } from "./controls.ts";
import type { Flow } from "./flow.ts";
import { type Closed, Ledger } from "./ledger.ts";
import { Machine, type Metering, type Phase } from "./machine.ts";
import { subSeed } from "./noise.ts";
import { type Past, pastOf } from "./past.ts";
import { Site, type SiteOptions } from "./site.ts";
import { addTally, copyOfTally, difference, type Tally } from "./tally.ts";
import { DAY, firstDayOf, type MonthIndex, monthOfDay, Zone } from "./zone.ts";

export interface PlantOptions extends SiteOptions, Metering {
  readonly seed: number;
  readonly timeZone: string;
  readonly battery: BatteryOptions | undefined;
}

/** From January of this year on each day is counted; what came before is made of typical years. */
const COUNTED_FROM = 2025;

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

/** The counters of a moment, by the spans that the device counts. The longer ones are added up when first asked. */
export interface Statistics {
  readonly day: Tally;
  readonly month: Tally;
  readonly year: Tally;
  readonly total: Tally;
}

/** The physical side of a device: roof, house, battery, grid. Any instant can be asked. */
export class Plant {
  readonly zone: Zone;
  readonly machine: Machine;
  readonly #initial: Controls;
  readonly #past: Past;
  #ledger: Ledger;
  #isCommanded = false;
  #firstMonth: MonthIndex;

  /** @param now where the clock stands. */
  constructor(options: PlantOptions, initial: Controls, now: number) {
    this.zone = new Zone(options.timeZone);
    const site = new Site(options.seed, this.zone, options);
    this.machine = new Machine(site, options.battery, options);
    this.#initial = initial;
    this.#past = pastOf(subSeed(options.seed, 41), site.strings, options.houseSize, options.battery);
    this.#ledger = new Ledger(this.machine, initial);
    this.#firstMonth = this.#firstMonthFor(now);
  }

  /** The first instant of which each day is counted. */
  get countedFrom(): number {
    return this.zone.startOfDay(firstDayOf(this.#firstMonth));
  }

  /** The clock was set to `now`: all commands of before are forgotten. */
  reset(now: number): void {
    this.#firstMonth = this.#firstMonthFor(now);
    if (this.#isCommanded) this.#ledger = new Ledger(this.machine, this.#initial);
    this.#isCommanded = false;
  }

  command(from: number, controls: Controls): void {
    if (this.#ledger.command(from, controls)) this.#isCommanded = true;
  }

  momentAt(time: number): Moment {
    const { piece, state } = this.#ledger.entryAt(time);
    const { phase, flow, stored, conditions } = this.machine.glance(state, piece, time);
    const part = (time - piece.from) / (piece.to - piece.from);
    return { time, phase, part, flow, stored, airTemperature: conditions.airTemperature, controls: piece.controls };
  }

  /** W at the AC side: of a moment, or the mean of the step of the statistics that holds the middle of a span. */
  outputOf(from: number, until: number): number {
    return from === until ? this.momentAt(from).flow.ac : this.#ledger.meanOutputAt((from + until) / 2);
  }

  /** As of the last full 5 minutes. */
  statisticsAt(time: number): Statistics {
    const ledger = this.#ledger;
    const past = this.#past;
    const first = this.#firstMonth;
    const date = this.zone.dayOf(time);
    const current = monthOfDay(date);
    const month = ledger.monthTallyAt(time);
    const january = current - (current % 12);
    const day = difference(month, ledger.monthTallyAtDay(date));
    return {
      day,
      month,
      get year() {
        const year = ledger.sumOf(Math.max(first, january), current);
        addTally(year, month);
        return year;
      },
      get total() {
        const total = copyOfTally(past.tallyAt(first / 12));
        addTally(total, ledger.sumOf(first, current));
        addTally(total, month);
        return total;
      },
    };
  }

  /** Full cycles of the battery since its installation: typical years' throughout, so that no day need be counted. */
  cyclesAt(time: number): number {
    return Math.floor(this.#past.cyclesAt(1970 + time / (365.25 * DAY)));
  }

  /** The 5-minute pieces of one local day (days since 1970). What is yielded is reused: read it before the next one. */
  closedOf(day: number): Generator<Closed> {
    return this.#ledger.closedOf(day);
  }

  /** January of the first counted year; for a clock that stands before it, of the year before its own. */
  #firstMonthFor(now: number): MonthIndex {
    const year = Math.floor(monthOfDay(this.zone.dayOf(now)) / 12);
    return 12 * (year >= COUNTED_FROM ? COUNTED_FROM : year - 1);
  }
}
