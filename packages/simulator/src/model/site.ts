import { PvString, type StringOptions } from "./generator.ts";
import { House, type HouseDay, STEP } from "./house.ts";
import { smoothNoise, subSeed } from "./noise.ts";
import { type Light, lightThrough, Weather } from "./sky.ts";
import { type Direction, type Place, type SunPath, sunAt, sunPath } from "./sun.ts";
import { DAY, HOUR, MINUTE, SECOND, type Zone } from "./zone.ts";

export interface SiteOptions {
  readonly place: Place;
  readonly strings: readonly StringOptions[];
  /** 1 is a household of about 5,500 kWh a year, 0 none. */
  readonly houseSize: number;
  /** Clouds, haze and air follow from it: the same for all that stand at one place. */
  readonly weatherSeed: number;
}

/** One local day: what does not change within it. */
export interface SiteDay {
  readonly day: number;
  readonly start: number;
  readonly end: number;
  readonly path: SunPath;
  readonly house: HouseDay;
  /** ms to local time; undefined on the two days a year on which it changes. */
  readonly offset: number | undefined;
  /** Degrees Celsius before sunrise. */
  readonly coolest: number;
}

/** What sun and people make of a moment; the machine has no say in it. */
export interface Conditions {
  /** W that each string could give. */
  readonly available: number[];
  /** Their sum. */
  potential: number;
  home: number;
  /** Degrees Celsius. */
  airTemperature: number;
}

/** The place: roof, sky and household. A pure function of seeds and time. */
export class Site {
  readonly zone: Zone;
  readonly strings: readonly PvString[];
  readonly #place: Place;
  readonly #weather: Weather;
  readonly #house: House;
  readonly #flicker: number;
  readonly #sun: Direction = { east: 0, north: 0, up: 0 };
  readonly #light: Light = { beam: 0, diffuse: 0, global: 0 };
  readonly #days = new Map<number, SiteDay>();

  constructor(seed: number, zone: Zone, options: SiteOptions) {
    this.zone = zone;
    this.strings = options.strings.map((string) => new PvString(string));
    this.#place = options.place;
    this.#weather = new Weather(subSeed(options.weatherSeed, 31));
    this.#house = new House(subSeed(seed, 32), options.houseSize);
    this.#flicker = subSeed(options.weatherSeed, 33);
  }

  /** @param day local date as days since 1970. */
  dayOf(day: number): SiteDay {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const start = this.zone.startOfDay(day);
    const end = this.zone.startOfDay(day + 1);
    const coolest = this.#coolest(day);
    const found = {
      day,
      start,
      end,
      path: sunPath(this.#place, start + DAY / 2),
      house: this.#house.dayOf(day, coolest),
      offset: end - start === DAY ? this.zone.offsetAt(start) : undefined,
      coolest,
    };
    if (this.#days.size > 8) this.#days.clear();
    this.#days.set(day, found);
    return found;
  }

  newConditions(): Conditions {
    return { available: this.strings.map(() => 0), potential: 0, home: 0, airTemperature: 0 };
  }

  /** The smooth course of things, as the energy statistics count it. */
  conditionsAt(day: SiteDay, time: number, cloud: number | undefined, into: Conditions): Conditions {
    const sun = sunAt(day.path, time, this.#sun);
    into.airTemperature = day.coolest + 6 * Math.max(0, sun.up);
    into.potential = 0;
    if (sun.up <= 0) {
      into.available.fill(0);
    } else {
      const light = lightThrough(cloud ?? this.#weather.cloudAt(time), sun.up, this.#light);
      for (let index = 0; index < this.strings.length; index++) {
        const power = this.strings[index]?.available(sun, light, into.airTemperature) ?? 0;
        into.available[index] = power;
        into.potential += power;
      }
    }
    const minute = ((time + (day.offset ?? this.zone.offsetAt(time))) % DAY) / MINUTE;
    into.home = this.#house.loadAt(day.house, time, Math.floor((time - day.start) / STEP), minute);
    return into;
  }

  /** As {@link conditionsAt}, with the restlessness of seconds that averages out. */
  restlessConditionsAt(day: SiteDay, time: number, cloud: number | undefined, into: Conditions): Conditions {
    this.conditionsAt(day, time, cloud, into);
    const haze = 1 + 0.02 * (smoothNoise(this.#flicker, time, 9 * SECOND) - 0.5);
    into.potential = 0;
    for (let index = 0; index < into.available.length; index++) {
      const power = (into.available[index] ?? 0) * haze;
      into.available[index] = power;
      into.potential += power;
    }
    into.home *= 1 + 0.06 * (smoothNoise(this.#flicker + 1, time, 5 * SECOND) - 0.5);
    return into;
  }

  #coolest(day: number): number {
    const season = Math.cos(((day - 20) / 365.2425) * 2 * Math.PI);
    const hemisphere = this.#place.latitude >= 0 ? 1 : -1;
    return 9.5 - 9 * hemisphere * season + 2 * (smoothNoise(this.#flicker + 2, day, 3) - 0.5);
  }
}

/** Steps of the statistics are counted from 1970 UTC: every local midnight of a whole quarter hour lies on one. */
export function stepStart(time: number): number {
  return Math.floor(time / STEP) * STEP;
}

/** ms to hours. */
export function hoursOf(duration: number): number {
  return duration / HOUR;
}
