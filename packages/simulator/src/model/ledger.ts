import { type Controls, Timeline } from "./controls.ts";
import type { Flow } from "./flow.ts";
import { STEP } from "./house.ts";
import type { Machine, Phase, Piece } from "./machine.ts";
import { stepStart } from "./site.ts";
import { addTally, copyOf, emptyTally, newState, type State, type Tally } from "./tally.ts";
import { firstDayOf, type MonthIndex, monthOfDay } from "./zone.ts";

/** Months whose days are kept: about 45 kB each. */
const MONTHS_KEPT = 24;
/** A battery that was full or empty once has forgotten what came before: so many days tell how a month begins. */
const LEAD_DAYS = 10;

/** A piece of time and the machine's state at its beginning, with what was counted since the month's beginning. */
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

interface MonthRun {
  /** States at the beginnings of the days. */
  readonly days: readonly State[];
  readonly end: State;
  /** W at the AC side, the mean of each step of the statistics. */
  readonly outputs: Float32Array;
}

/**
 * The machine's history, a month at a time. Any instant may be asked in any order; the same steps are added in the same
 * order, so the answer never depends on what was asked before. A month needs no other one: only the counters of years
 * have to add up all of them.
 */
export class Ledger {
  readonly #machine: Machine;
  readonly #timeline: Timeline;
  readonly #runs = new Map<MonthIndex, MonthRun>();
  readonly #sums = new Map<MonthIndex, Tally>();
  #live: Entry | undefined;
  #step: Entry | undefined;

  constructor(machine: Machine, initial: Controls) {
    this.#machine = machine;
    this.#timeline = new Timeline(initial);
  }

  /** Orders something from `from` on; false where it is so already. */
  command(from: number, controls: Controls): boolean {
    if (!this.#timeline.set(from, controls)) return false;
    const month = monthOfDay(this.#machine.site.zone.dayOf(from));
    for (const later of this.#runs.keys()) if (later >= month) this.#runs.delete(later);
    for (const later of this.#sums.keys()) if (later >= month) this.#sums.delete(later);
    this.#live = undefined;
    this.#step = undefined;
    return true;
  }

  /** The piece of time that holds `time`. */
  entryAt(time: number): Entry {
    this.#live = this.#seek(this.#live, time);
    return this.#live;
  }

  /** W at the AC side, the mean of the step of the statistics that holds `time`. */
  meanOutputAt(time: number): number {
    const { site } = this.#machine;
    const month = monthOfDay(site.zone.dayOf(time));
    return this.#runOf(month).outputs[stepOf(time, site.zone.startOfDay(firstDayOf(month)))] ?? 0;
  }

  /** What the month has counted at the last full step of the statistics: these change every 5 minutes. */
  monthTallyAt(time: number): Tally {
    this.#step = this.#seek(this.#step, stepStart(time));
    return this.#step.state.tally;
  }

  /** What the month had counted when a local date (days since 1970) began. */
  monthTallyAtDay(day: number): Tally {
    return this.#stateAtDay(day).tally;
  }

  /** What the months from `first` to before `end` have counted together. */
  sumOf(first: MonthIndex, end: MonthIndex): Tally {
    const sum = emptyTally(this.#machine.site.strings.length);
    for (let month = first; month < end; month++) addTally(sum, this.#sumOf(month));
    return sum;
  }

  /** The closed pieces of one local day, in order. */
  *closedOf(day: number): Generator<Closed> {
    const state = copyOf(this.#stateAtDay(day));
    for (let piece = this.#firstPieceOf(day); piece.from < piece.day.end; piece = this.#pieceAfter(piece)) {
      yield { piece, state, ...this.#machine.advance(state, piece) };
    }
  }

  #sumOf(month: MonthIndex): Tally {
    let sum = this.#sums.get(month);
    if (sum === undefined) {
      sum = this.#runOf(month).end.tally;
      this.#sums.set(month, sum);
    }
    return sum;
  }

  #stateAtDay(day: number): State {
    const month = monthOfDay(day);
    const state = this.#runOf(month).days[day - firstDayOf(month)];
    if (state === undefined) throw new RangeError(`Month ${month} has no day ${day}.`);
    return state;
  }

  #runOf(month: MonthIndex): MonthRun {
    const known = this.#runs.get(month);
    if (known !== undefined) return known;
    const run = this.#run(firstDayOf(month), firstDayOf(month + 1), this.#startOf(month));
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size < MONTHS_KEPT) break;
      this.#runs.delete(oldest);
    }
    this.#runs.set(month, run);
    return run;
  }

  #startOf(month: MonthIndex): State {
    const strings = this.#machine.site.strings.length;
    const first = firstDayOf(month);
    const lead = first - LEAD_DAYS;
    // What was commanded may last longer than any lead: then the month before tells.
    const commanded = this.#timeline.nextChange(Number.NEGATIVE_INFINITY) < this.#machine.site.dayOf(first).start;
    const { end } = commanded ? this.#runOf(month - 1) : this.#run(lead, first, newState(strings));
    return { ...end, tally: emptyTally(strings) };
  }

  #run(first: number, end: number, start: State): MonthRun {
    const state = copyOf(start);
    const days: State[] = [];
    const { zone } = this.#machine.site;
    const begin = zone.startOfDay(first);
    const outputs = new Float32Array(stepOf(zone.startOfDay(end), begin));
    for (let day = first; day < end; day++) {
      days.push(copyOf(state));
      for (let piece = this.#firstPieceOf(day); piece.from < piece.day.end; piece = this.#pieceAfter(piece)) {
        const { flow } = this.#machine.advance(state, piece);
        const step = stepOf(piece.from, begin);
        outputs[step] = (outputs[step] ?? 0) + (flow.ac * (piece.to - piece.from)) / STEP;
      }
    }
    return { days, end: state, outputs };
  }

  #seek(entry: Entry | undefined, time: number): Entry {
    const day = this.#machine.site.zone.dayOf(time);
    if (entry !== undefined && entry.piece.day.day === day && entry.piece.from <= time) {
      if (time < entry.piece.to) return entry;
      return this.#walk(copyOf(entry.state), entry.piece, time);
    }
    return this.#walk(copyOf(this.#stateAtDay(day)), this.#firstPieceOf(day), time);
  }

  #walk(state: State, first: Piece, time: number): Entry {
    let piece = first;
    while (time >= piece.to) {
      this.#machine.advance(state, piece);
      piece = this.#pieceAfter(piece);
    }
    return { piece, state };
  }

  #firstPieceOf(day: number): Piece {
    const site = this.#machine.site.dayOf(day);
    return this.#pieceFrom(site.start, site);
  }

  #pieceAfter(piece: Piece): Piece {
    return this.#pieceFrom(piece.to, piece.day);
  }

  #pieceFrom(from: number, day: Piece["day"]): Piece {
    const to = Math.min(stepStart(from) + STEP, this.#timeline.nextChange(from));
    return { from, to, day, controls: this.#timeline.at(from) };
  }
}

function stepOf(time: number, begin: number): number {
  return Math.floor((time - begin) / STEP);
}
