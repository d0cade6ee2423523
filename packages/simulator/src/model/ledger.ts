import { type Controls, Timeline } from "./controls.ts";
import type { Flow } from "./flow.ts";
import { STEP } from "./house.ts";
import type { Machine, Phase, Piece } from "./machine.ts";
import { stepStart } from "./site.ts";
import { copyOf, type State } from "./tally.ts";
import { firstDayOf, type MonthIndex, monthOfDay } from "./zone.ts";

/** Months whose days are kept: about 8 kB each. */
const MONTHS_OF_DAYS = 24;

/** A piece of time and the machine's state at its beginning. */
export interface Entry {
  readonly piece: Piece;
  readonly state: State;
}

/** A piece that is over: its average flow and the state at its end. Both are reused by the next one. */
export interface Closed {
  readonly piece: Piece;
  readonly phase: Phase;
  readonly flow: Flow;
  readonly state: State;
}

/**
 * The machine's history since its commissioning. Any instant may be asked in any order; the same steps are added in the
 * same order, so the answer never depends on what was asked before. Keeps the states of all months' beginnings and of
 * the days of the months that were asked last.
 */
export class Ledger {
  readonly #machine: Machine;
  readonly #timeline: Timeline;
  readonly firstMonth: MonthIndex;
  readonly #months: State[];
  readonly #days = new Map<MonthIndex, readonly State[]>();
  #live: Entry | undefined;
  #step: Entry | undefined;

  /** @param start the state at the first instant of `firstMonth`. */
  constructor(machine: Machine, initial: Controls, firstMonth: MonthIndex, start: State) {
    this.#machine = machine;
    this.#timeline = new Timeline(initial);
    this.firstMonth = firstMonth;
    this.#months = [start];
  }

  /** True while nothing was ever commanded: then it is as good as a new one. */
  get isUntouched(): boolean {
    return this.#timeline.isEmpty;
  }

  /** The first instant that can be asked. */
  get beginning(): number {
    return this.#machine.site.zone.startOfDay(firstDayOf(this.firstMonth));
  }

  controlsAt(time: number): Controls {
    return this.#timeline.at(time);
  }

  /** Orders something from `from` on. */
  command(from: number, controls: Controls): void {
    if (!this.#timeline.set(from, controls)) return;
    const zone = this.#machine.site.zone;
    while (this.#months.length > 1 && zone.startOfDay(firstDayOf(this.firstMonth + this.#months.length - 1)) > from) {
      this.#months.pop();
    }
    this.#days.clear();
    this.#live = undefined;
    this.#step = undefined;
  }

  /** The piece of time that holds `time`. */
  entryAt(time: number): Entry {
    this.#live = this.#seek(this.#live, time);
    return this.#live;
  }

  /** The state at the last full step of the statistics: these change every 5 minutes. */
  stateAtStep(time: number): State {
    this.#step = this.#seek(this.#step, stepStart(time));
    return this.#step.state;
  }

  stateAtMonth(month: MonthIndex): State {
    const index = Math.max(0, month - this.firstMonth);
    while (this.#months.length <= index) {
      const last = this.#months.length - 1;
      const days = this.#run(this.firstMonth + last, this.#months[last]);
      this.#months.push(days.end);
    }
    return known(this.#months[index]);
  }

  /** @param day local date as days since 1970. */
  stateAtDay(day: number): State {
    const month = monthOfDay(day);
    let states = this.#days.get(month);
    if (states === undefined) {
      states = this.#run(month, this.stateAtMonth(month)).days;
      if (this.#days.size >= MONTHS_OF_DAYS) this.#days.clear();
      this.#days.set(month, states);
    }
    return known(states[day - firstDayOf(month)]);
  }

  /** The closed pieces of one local day, in order. */
  *closedOf(day: number): Generator<Closed> {
    const state = copyOf(this.stateAtDay(day));
    for (const piece of this.#piecesOf(day)) yield { piece, state, ...this.#machine.advance(state, piece) };
  }

  #run(month: MonthIndex, start: State | undefined): { days: State[]; end: State } {
    const state = copyOf(known(start));
    const days: State[] = [];
    for (let day = firstDayOf(month); day < firstDayOf(month + 1); day++) {
      days.push(copyOf(state));
      const { start: from, end } = this.#machine.site.dayOf(day);
      for (let piece = this.#pieceFrom(from, day); piece.from < end; piece = this.#pieceFrom(piece.to, day)) {
        this.#machine.advance(state, piece);
      }
    }
    return { days, end: state };
  }

  #seek(entry: Entry | undefined, time: number): Entry {
    const day = this.#machine.site.zone.dayOf(time);
    if (entry !== undefined && entry.piece.day.day === day && entry.piece.from <= time) {
      if (time < entry.piece.to) return entry;
      return this.#walk(copyOf(entry.state), entry.piece, time);
    }
    return this.#walk(copyOf(this.stateAtDay(day)), this.#pieceFrom(this.#machine.site.dayOf(day).start, day), time);
  }

  #walk(state: State, first: Piece, time: number): Entry {
    let piece = first;
    while (time >= piece.to) {
      this.#machine.advance(state, piece);
      piece = this.#pieceFrom(piece.to, piece.day.day);
    }
    return { piece, state };
  }

  *#piecesOf(day: number): Generator<Piece> {
    const { start, end } = this.#machine.site.dayOf(day);
    for (let from = start; from < end; ) {
      const piece = this.#pieceFrom(from, day);
      yield piece;
      from = piece.to;
    }
  }

  #pieceFrom(from: number, day: number): Piece {
    const site = this.#machine.site.dayOf(day);
    const to = Math.min(stepStart(from) + STEP, site.end, this.#timeline.nextChange(from));
    return { from, to, day: site, controls: this.#timeline.at(from) };
  }
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError("An instant before the commissioning was asked.");
  return value;
}
