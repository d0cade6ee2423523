import type { BatteryOptions } from "./battery.ts";
import type { PvString } from "./generator.ts";
import { hash } from "./noise.ts";
import type { Tally } from "./tally.ts";

/** Wh a year of each Wp of modules, at the DC side. */
const YEARLY_PER_PEAK = 1_050;
const YEARLY_HOME = 5_500_000;
const HOURS_AWAKE_A_YEAR = 7_000;

/** The years that nobody counts day by day. */
export interface Past {
  /** What was counted when a year began. */
  tallyAt(year: number): Tally;
  /** Full cycles of the battery at a moment, a year with its fraction. */
  cyclesAt(year: number): number;
}

/**
 * Typical years from the installation on: to add up each of their days would take longer than a start may. Their sums
 * hold as the later ones do.
 */
export function pastOf(
  seed: number,
  strings: readonly PvString[],
  houseSize: number,
  battery: BatteryOptions | undefined,
): Past {
  const vary = (index: number): number => 0.9 + 0.2 * hash(seed, index);
  const installed = 2019 + 4 * hash(seed, 99);
  const dcOf = strings.map((string, index) => string.options.peakPower * YEARLY_PER_PEAK * vary(index));
  const dc = dcOf.reduce((sum, energy) => sum + energy, 0);
  const home = YEARLY_HOME * houseSize * vary(11);
  const homePv = Math.min(0.35 * home, 0.5 * dc);
  const chargePv = battery === undefined ? 0 : Math.min(0.4 * home, 0.2 * dc);
  const discharge = 0.92 * chargePv;
  const homeBattery = 0.95 * discharge;
  return {
    tallyAt(year) {
      const years = Math.max(0.25, year - installed);
      return {
        strings: dcOf.map((energy) => energy * years),
        yield: (0.96 * (dc - chargePv) + homeBattery) * years,
        homePv: homePv * years,
        homeBattery: homeBattery * years,
        homeGrid: (home - homePv - homeBattery) * years,
        chargePv: chargePv * years,
        chargeGrid: 0,
        discharge: discharge * years,
        dischargeGrid: 0,
        workTime: HOURS_AWAKE_A_YEAR * 3_600 * years,
      };
    },
    cyclesAt: (year) => (battery === undefined ? 0 : (discharge * Math.max(0, year - installed)) / battery.capacity),
  };
}
