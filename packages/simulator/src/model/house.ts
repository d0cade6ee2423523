import { hash, smoothNoise, subSeed } from "./noise.ts";
import { MINUTE } from "./zone.ts";

/** Length of one step of the energy statistics, in ms: the device changes them every 5 minutes (FACTS 3.2). */
export const STEP = 5 * MINUTE;

/** W of the heating for each degree that it is too cold, and the degrees Celsius under which it is. */
const HEATING_PER_KELVIN = 30;
const HEATED_BELOW = 13;

interface Peak {
  /** Local minute of the day. */
  readonly at: number;
  readonly width: number;
  readonly watt: number;
}

interface Run {
  readonly firstStep: number;
  readonly steps: number;
  readonly watt: number;
}

/** The load of one local day, without noise. */
export interface HouseDay {
  readonly base: number;
  readonly peaks: readonly Peak[];
  readonly runs: readonly Run[];
}

interface Habit {
  readonly chance: number;
  readonly earliestHour: number;
  readonly latestHour: number;
  readonly steps: number;
  readonly watt: number;
}

const HABITS: readonly Habit[] = [
  { chance: 0.95, earliestHour: 6, latestHour: 9, steps: 1, watt: 2000 },
  { chance: 0.6, earliestHour: 11, latestHour: 13, steps: 6, watt: 1800 },
  { chance: 0.5, earliestHour: 8, latestHour: 16, steps: 18, watt: 900 },
  { chance: 0.7, earliestHour: 17, latestHour: 20, steps: 8, watt: 2200 },
  { chance: 0.8, earliestHour: 19, latestHour: 22, steps: 15, watt: 700 },
];

/** The consumption of a household: a base, three peaks of the day, appliances, restless noise. */
export class House {
  readonly #seed: number;
  readonly #fridge: number;
  readonly #people: number;
  readonly #size: number;

  /** @param size 1 is a household of about 5,500 kWh a year. */
  constructor(seed: number, size: number) {
    this.#seed = subSeed(seed, 21);
    this.#fridge = subSeed(seed, 22);
    this.#people = subSeed(seed, 23);
    this.#size = size;
  }

  /**
   * @param day local date as days since 1970.
   * @param coolest degrees Celsius: below some the house is heated.
   */
  dayOf(day: number, coolest: number): HouseDay {
    const pick = (index: number): number => hash(this.#seed, day * 64 + index);
    const weekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
    return {
      base: this.#size * (120 + 60 * pick(0) + HEATING_PER_KELVIN * Math.max(0, HEATED_BELOW - coolest)),
      peaks: [
        { at: (weekend ? 555 : 425) + 50 * pick(1), width: 100, watt: this.#size * (250 + 450 * pick(2)) },
        { at: 735 + 40 * pick(3), width: 90, watt: this.#size * (weekend ? 600 : 250) * (0.5 + pick(4)) },
        { at: 1130 + 60 * pick(5), width: 210, watt: this.#size * (400 + 600 * pick(6)) },
      ],
      runs: HABITS.flatMap((habit, index) => {
        if (pick(10 + index) >= habit.chance) return [];
        const hour = habit.earliestHour + (habit.latestHour - habit.earliestHour) * pick(20 + index);
        return [{ firstStep: Math.floor(hour * 12), steps: habit.steps, watt: this.#size * habit.watt }];
      }),
    };
  }

  /** W now. `step` counts from the day's first instant, `minute` is the local minute of the day. */
  loadAt(day: HouseDay, time: number, step: number, minute: number): number {
    let load = day.base;
    for (const peak of day.peaks) {
      const distance = (minute - peak.at) / peak.width;
      const shape = 1 - distance * distance;
      if (shape > 0) load += peak.watt * shape * shape;
    }
    for (const run of day.runs) if (step >= run.firstStep && step < run.firstStep + run.steps) load += run.watt;
    const restless = 0.75 + 0.5 * smoothNoise(this.#people, time, 11 * MINUTE);
    return load * restless + this.#size * 90 * smoothNoise(this.#fridge, time, 19 * MINUTE);
  }
}
