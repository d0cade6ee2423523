import { type Format, inOne } from "../text/format.ts";

/** Units that a chart has axes for; a value is always in its unit, never in thousands of it. */
export type ChartUnit = "W" | "Wh" | "V" | "A" | "%" | "Hz" | "°C";

/** How the numbers of an axis are printed: all in one unit. */
export interface AxisScale {
  /** `kW` */
  readonly unit: string;
  /** What a value is divided by. */
  readonly divisor: number;
}

const thousands: ReadonlySet<ChartUnit> = new Set(["W", "Wh"]);

/** `largest`: the greatest absolute value that is shown. */
export function axisScale(unit: ChartUnit, largest: number): AxisScale {
  if (!thousands.has(unit) || largest < 2000) return { unit, divisor: 1 };
  return largest < 2_000_000 ? { unit: `k${unit}`, divisor: 1000 } : { unit: `M${unit}`, divisor: 1_000_000 };
}

/** Labels of an axis' marks, all with as many decimals as tell them apart. */
export function axisLabels(marks: readonly number[], { divisor }: AxisScale, format: Format): string[] {
  const [first = 0, second = first] = marks;
  const step = Math.abs(second - first) / divisor;
  const digits = [0, 1, 2, 3].find((count) => isWhole(step * 10 ** count)) ?? 3;
  return marks.map((mark) => format.number(mark / divisor, digits));
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6;

const digits: Readonly<Record<Exclude<ChartUnit, "W" | "Wh" | "%">, number>> = { V: 0, A: 2, Hz: 2, "°C": 0 };

/** A value with its unit in one text; a dash for what is unknown. */
export function printed(value: number | null, unit: ChartUnit, format: Format): string {
  if (unit === "W") return inOne(format.power(value));
  if (unit === "Wh") return inOne(format.energy(value));
  return inOne(unit === "%" ? format.percent(value) : format.quantity(value, unit, digits[unit]));
}

/**
 * The least and greatest value of an axis, on whole steps, so that it seldom moves: 0 is on it but of Hz and V, whose
 * changes are small; a percentage is 0 to 100; and the axis of nothing still has a height.
 */
export function axisRange(unit: ChartUnit, low: number | null, high: number | null): [number, number] {
  if (unit === "%") return [0, 100];
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, shortest[unit]];
  const floats = (unit === "Hz" || unit === "V") && low > 0;
  const [least, greatest] = floats ? [low, high] : [Math.min(low, 0), Math.max(high, 0)];
  const step = niceStep(Math.max(greatest - least, shortest[unit]) / 4);
  const from = Math.floor(least / step + 1e-9) * step + 0;
  return [from, Math.max(Math.ceil(greatest / step - 1e-9) * step + 0, from + step)];
}

/** What an axis spans at least. */
const shortest: Readonly<Record<ChartUnit, number>> = { W: 200, Wh: 1000, V: 10, A: 1, "%": 100, Hz: 0.1, "°C": 10 };

/** 1, 2 or 5 of some power of ten: the least that is at least `step`. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((digit) => digit * power >= step - 1e-9) ?? 10) * power;
}
