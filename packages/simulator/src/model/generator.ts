import type { Light } from "./sky.ts";
import type { Direction } from "./sun.ts";

const RADIANS = Math.PI / 180;
const ALBEDO = 0.2;
/** Cabling, soiling and mismatch. */
const SYSTEM_FACTOR = 0.96;
const POWER_PER_KELVIN = -0.0037;

export interface StringOptions {
  /** Wp. */
  readonly peakPower: number;
  /** Degrees, 0 horizontal, 90 upright. */
  readonly tilt: number;
  /** Degrees, 0 north, 90 east, 180 south, 270 west. */
  readonly azimuth: number;
  /** V at the maximum power point under standard conditions. */
  readonly voltage: number;
}

/** One DC input with its modules. */
export class PvString {
  readonly options: StringOptions;
  readonly #east: number;
  readonly #north: number;
  readonly #up: number;

  constructor(options: StringOptions) {
    this.options = options;
    const sinTilt = Math.sin(options.tilt * RADIANS);
    this.#east = sinTilt * Math.sin(options.azimuth * RADIANS);
    this.#north = sinTilt * Math.cos(options.azimuth * RADIANS);
    this.#up = Math.cos(options.tilt * RADIANS);
  }

  /** W that the modules could give now. */
  available(sun: Direction, light: Light, airTemperature: number): number {
    if (light.global <= 0) return 0;
    const facing = Math.max(0, sun.east * this.#east + sun.north * this.#north + sun.up * this.#up);
    const irradiance =
      light.beam * facing + (light.diffuse * (1 + this.#up)) / 2 + (ALBEDO * light.global * (1 - this.#up)) / 2;
    const cell = airTemperature + 0.03 * irradiance;
    return (this.options.peakPower * irradiance * SYSTEM_FACTOR * (1 + POWER_PER_KELVIN * (cell - 25))) / 1000;
  }

  /** V at which this string gives `power`. */
  voltageAt(power: number, airTemperature: number): number {
    const load = Math.min(1, Math.max(0, power / this.options.peakPower));
    return this.options.voltage * (0.94 + 0.09 * Math.sqrt(load) - 0.03 * load - 0.0028 * (airTemperature - 15));
  }
}
