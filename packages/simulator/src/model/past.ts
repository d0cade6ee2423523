import type { PvString } from "./generator.ts";
import { hash } from "./noise.ts";
import type { Tally } from "./tally.ts";

/** Wh a year of each Wp of modules, at the DC side. */
const YEARLY_PER_PEAK = 1_050;
const YEARLY_HOME = 4_500_000;
const HOURS_AWAKE_A_YEAR = 7_000;

/**
 * The counters of the years before the ledger begins, in typical figures: to add up each of their days would take longer
 * than a start may. Their sums hold as the later ones do.
 */
export function pastTally(
  seed: number,
  years: number,
  strings: readonly PvString[],
  houseSize: number,
  battery: boolean,
): Tally {
  const vary = (index: number): number => 0.9 + 0.2 * hash(seed, index);
  const energies = strings.map((string, index) => string.options.peakPower * YEARLY_PER_PEAK * years * vary(index));
  const dc = energies.reduce((sum, energy) => sum + energy, 0);
  const home = YEARLY_HOME * houseSize * years * vary(11);
  const homePv = Math.min(0.35 * home, 0.5 * dc);
  const chargePv = battery ? Math.min(0.4 * home, 0.25 * dc) : 0;
  const discharge = 0.92 * chargePv;
  const homeBattery = 0.95 * discharge;
  return {
    strings: energies,
    yield: 0.96 * (dc - chargePv) + homeBattery,
    homePv,
    homeBattery,
    homeGrid: home - homePv - homeBattery,
    chargePv,
    chargeGrid: 0,
    discharge,
    dischargeGrid: 0,
    workTime: HOURS_AWAKE_A_YEAR * 3_600 * years,
  };
}
