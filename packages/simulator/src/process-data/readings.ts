import type { BatteryOptions } from "../model/battery.ts";
import type { Moment, Statistics } from "../model/plant.ts";

/** Everything that a value of process data may be made of. */
export interface Source {
  readonly moment: Moment;
  readonly powers: Powers;
  /** Computed when first asked. */
  readonly statistics: Statistics;
  readonly battery: BatteryOptions | undefined;
  /** Full cycles of the battery so far: never fewer than before. */
  readonly cycles: number;
  /** V that a string shows at a power. */
  stringVoltage(index: number, power: number): number;
  /** Noise in [0, 1) that moves within `periodMs`; each purpose has its own. */
  noise(purpose: number, periodMs: number): number;
  /** False where no energy meter is installed: home and grid values read 0 (FACTS 3.2). */
  readonly meter: boolean;
  readonly board: Board;
}

/** What the communication board tells of itself. */
export interface Board {
  readonly activeErrors: () => number;
  readonly activeWarnings: () => number;
  readonly updateStatus: () => number;
  readonly updatePercent: () => number;
  /** Number of the battery's type (`Battery:Type`). */
  readonly batteryType: number;
  readonly serialNumber: number;
}

/** Powers in W as they are printed: rounded first and added up then, so that their sums hold in print. */
export interface Powers {
  readonly strings: readonly number[];
  readonly battery: number;
  readonly dc: number;
  readonly ac: number;
  readonly acPhases: readonly [number, number, number];
  readonly home: number;
  readonly homePv: number;
  readonly homeBattery: number;
  readonly homeGrid: number;
  readonly grid: number;
  readonly gridPhases: readonly [number, number, number];
  readonly pvToBattery: number;
  readonly gridToBattery: number;
  readonly batteryToGrid: number;
}

export type Reading = (source: Source) => number;
export type Readings = Readonly<Record<string, Reading>>;

/** As many decimals as devices print. */
export function rounded(value: number): number {
  return Math.round(value * 1e9) / 1e9 + 0;
}
