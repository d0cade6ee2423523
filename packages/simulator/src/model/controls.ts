/** What a slot of the time plan lets the battery do. */
export interface SlotMode {
  readonly charge: boolean;
  readonly discharge: boolean;
  readonly gridCharge: boolean;
}

export const FREE_SLOT: SlotMode = { charge: true, discharge: true, gridCharge: false };

/** 96 quarter hours of local wall time, each weekday; 0 is Sunday. */
export type TimePlan = readonly (readonly SlotMode[])[];

/** What the settings make of the machine: all that a write can change in the model. */
export interface Controls {
  /** %. */
  readonly minSoc: number;
  /** %. */
  readonly maxSoc: number;
  /** W. */
  readonly maxCharge: number;
  /** W. */
  readonly maxDischarge: number;
  /** W the battery must give (+) or take (-), whatever the house needs. */
  readonly setPoint: number | undefined;
  readonly plan: TimePlan | undefined;
  /** Whether the battery may take at the AC side what other generators have too much of. */
  readonly acStorage: boolean;
  /** W at the AC side. */
  readonly maxOutput: number;
  /** Share of clouds, 0 to 1, instead of the weather's. */
  readonly cloud: number | undefined;
}

interface Change {
  readonly from: number;
  readonly controls: Controls;
}

/** Who commanded what, and from when on. Past instants keep what was valid then. */
export class Timeline {
  readonly #changes: Change[];

  constructor(initial: Controls) {
    this.#changes = [{ from: Number.NEGATIVE_INFINITY, controls: initial }];
  }

  /** Valid from `from` on; later changes are dropped. True when anything differs. */
  set(from: number, controls: Controls): boolean {
    let differs = false;
    while ((this.#changes.at(-1)?.from ?? Number.NEGATIVE_INFINITY) >= from) {
      this.#changes.pop();
      differs = true;
    }
    const last = this.#changes.at(-1);
    if (last !== undefined && isSame(last.controls, controls)) return differs;
    this.#changes.push({ from, controls });
    return true;
  }

  at(time: number): Controls {
    for (let index = this.#changes.length - 1; index > 0; index--) {
      const change = this.#changes[index];
      if (change !== undefined && change.from <= time) return change.controls;
    }
    return this.#initial().controls;
  }

  /** The next change after `time`, or Infinity. */
  nextChange(time: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (let index = this.#changes.length - 1; index > 0; index--) {
      const change = this.#changes[index];
      if (change === undefined || change.from <= time) break;
      next = change.from;
    }
    return next;
  }

  #initial(): Change {
    const first = this.#changes[0];
    if (first === undefined) throw new RangeError("The timeline is empty.");
    return first;
  }
}

function isSame(left: Controls, right: Controls): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
