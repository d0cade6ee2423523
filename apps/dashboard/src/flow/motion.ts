/** Below this no motion shows: meters and inverters never rest at 0 (Victron's threshold). */
export const stillBelowWatts = 30;

/** Below this a flow is written "0 W", and so it is not drawn. */
export const drawnFromWatts = 0.5;

/** Where the size of the plant is unknown: a house's. */
export const usualPeakWatts = 10_000;

const slowest = 14;
const fastest = 110;

/**
 * How fast marks travel along an edge, in units of the picture a second: 0 under the threshold, then with the square root of the
 * power, so that 300 W are told from 100 W and 9 kW don't race; no faster than at `peakWatts`.
 */
export function speedOf(watts: number, peakWatts: number): number {
  if (!(watts >= stillBelowWatts)) return 0;
  return slowest + (fastest - slowest) * share(watts, peakWatts);
}

/** Width of an edge's line in units of the picture, 2.5 to 7 in steps of a tenth; by power, too, for those who see no motion. */
export const widthOf = (watts: number, peakWatts: number): number =>
  Math.round(10 * (2.5 + 4.5 * share(watts, peakWatts))) / 10;

/** What the speeds are measured by: the plant's rated power where it is known, and never less than what flows now. */
export function peakOf(ratedWatts: number | null, watts: readonly (number | null)[]): number {
  const rated = ratedWatts !== null && ratedWatts > 0 ? ratedWatts : usualPeakWatts;
  return Math.max(rated, ...watts.filter((value) => value !== null && Number.isFinite(value)).map(Number));
}

const share = (watts: number, peakWatts: number): number => Math.sqrt(Math.min(1, Math.max(0, watts) / peakWatts));
