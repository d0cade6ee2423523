import { smoothNoise, subSeed } from "./noise.ts";
import { HOUR, MINUTE } from "./zone.ts";

const TABLE_STEPS = 256;

/** Beam irradiance in W/m² facing the sun under a clear sky, by the sine of the sun's altitude. */
const clearBeam = Float64Array.from({ length: TABLE_STEPS + 2 }, (_, index) =>
  beamOf(Math.min(1, index / TABLE_STEPS)),
);

/** Kasten and Young's air mass, Meinel's attenuation. */
function beamOf(sinAltitude: number): number {
  const altitude = (Math.asin(sinAltitude) * 180) / Math.PI;
  const airMass = 1 / (sinAltitude + 0.50572 * (altitude + 6.07995) ** -1.6364);
  return 1353 * 0.7 ** (airMass ** 0.678);
}

export interface Light {
  /** W/m² on a plane that faces the sun. */
  beam: number;
  /** W/m² from the whole sky on a horizontal plane. */
  diffuse: number;
  /** W/m² on a horizontal plane. */
  global: number;
}

/** What comes through a sky with this share of clouds (0 clear, 1 overcast). */
export function lightThrough(cloud: number, sinAltitude: number, into: Light): Light {
  if (sinAltitude <= 0) {
    into.beam = 0;
    into.diffuse = 0;
    into.global = 0;
    return into;
  }
  const position = Math.min(sinAltitude, 1) * TABLE_STEPS;
  const index = Math.floor(position);
  const low = clearBeam[index] ?? 0;
  const beam = low + ((clearBeam[index + 1] ?? low) - low) * (position - index);
  into.beam = beam * (1 - cloud);
  into.diffuse = 1000 * sinAltitude * (0.09 + 0.11 * cloud);
  into.global = into.beam * sinAltitude + into.diffuse;
  return into;
}

/** The weather of one place: fronts of days, broken clouds of minutes. A pure function of seed and time. */
export class Weather {
  readonly #front: number;
  readonly #spell: number;
  readonly #broken: number;
  readonly #flakes: number;

  constructor(seed: number) {
    this.#front = subSeed(seed, 1);
    this.#spell = subSeed(seed, 2);
    this.#broken = subSeed(seed, 3);
    this.#flakes = subSeed(seed, 4);
  }

  /** Share of clouds, 0 to 1. */
  cloudAt(time: number): number {
    const front = 0.6 * smoothNoise(this.#front, time, 60 * HOUR) + 0.4 * smoothNoise(this.#spell, time, 17 * HOUR);
    const broken = smoothNoise(this.#broken, time, 100 * MINUTE) + smoothNoise(this.#flakes, time, 23 * MINUTE) - 1;
    return Math.min(1, Math.max(0, (front - 0.33) * 2.2 + 0.35 * broken));
  }
}
