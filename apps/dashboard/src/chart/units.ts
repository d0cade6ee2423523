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

/** The least and greatest value of an axis: 0 is always on it, a percentage is 0 to 100, and the zero line of nothing has a height. */
export function axisRange(unit: ChartUnit, low: number | null, high: number | null): [number, number] {
  if (unit === "%") return [0, 100];
  const near = unit === "Hz" || unit === "V";
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, unit === "W" ? 1000 : 1];
  if (near && low > 0) {
    const pad = Math.max((high - low) * 0.1, unit === "Hz" ? 0.05 : 5);
    return [low - pad, high + pad];
  }
  const [least, greatest] = [Math.min(low, 0), Math.max(high, 0)];
  const length = Math.max(greatest - least, unit === "W" ? 100 : 1);
  return [least < 0 ? least - length * 0.06 : 0, greatest > 0 || least === 0 ? greatest + length * 0.06 : 0];
}
