/** An inverter's yield of the day, as far as it is known. */
export interface DayYield {
  readonly id: string;
  /** Of the modules attached, Wp; null: not configured. */
  readonly peakPower: number | null;
  /** Wh; null: not known. */
  readonly solar: number | null;
  /** Read earlier than the others'. */
  readonly stale: boolean;
}

/**
 * What the roof gave, Wh. The yield counts at the AC side, where what went into the battery is missing: beside an inverter
 * without one it would look low. So it is the strings' sum, where each of them is counted.
 */
export function solarOf(energy: {
  readonly yield: number | null;
  readonly strings: readonly { readonly energy: number | null }[];
}): number | null {
  const strings = energy.strings.map((string) => string.energy);
  if (strings.length === 0 || strings.includes(null)) return energy.yield;
  return strings.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

export interface Comparison {
  /** kWh a kWp: what makes roofs of different sizes comparable. */
  readonly specific: number;
  /** How far over (+) or under (-) the median of its siblings, in percent; null with too few of them, too early in the day, or of another moment. */
  readonly deviation: number | null;
}

/** A median of fewer tells nothing. */
const fewestSiblings = 2;
/** kWh/kWp: in the first light all ratios are chance. */
const leastMedian = 0.2;
/** Percent under the siblings at which somebody should look: roofs that face elsewhere differ by a third, day after day. */
const lowPercent = -50;

/** Each inverter beside the others of its plant; those of which it, or the peak power, is not known are left out. */
export function compareYields(inverters: readonly DayYield[]): ReadonlyMap<string, Comparison> {
  const known = inverters.flatMap(({ id, peakPower, solar, stale }) =>
    peakPower === null || peakPower <= 0 || solar === null ? [] : [{ id, specific: solar / peakPower, stale }],
  );
  return new Map(
    known.map(({ id, specific, stale }) => {
      const siblings = known.filter((one) => one.id !== id && !one.stale).map((one) => one.specific);
      const median = stale || siblings.length < fewestSiblings ? undefined : medianOf(siblings);
      const deviation = median === undefined || median < leastMedian ? null : 100 * (specific / median - 1);
      return [id, { specific, deviation }];
    }),
  );
}

export const isLow = (comparison: Comparison | undefined): boolean => (comparison?.deviation ?? 0) <= lowPercent;

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  const lower = sorted[Math.ceil(middle) - 1] ?? 0;
  return (lower + upper) / 2;
}
