/** What tells whether there is a battery: that of an inverter, or of a plant with its parts. */
export interface BatteryEvidence {
  readonly battery: object | null;
  readonly reporting?: number;
  readonly expected?: number;
}

/**
 * Whether the picture has a place for a battery. An inverter that is away may be the one that has it: then what was known before
 * stays, so that the picture doesn't change its shape with every outage.
 * @param live undefined where nothing has come yet
 * @param before what was answered last; undefined at first, and then most plants have one
 */
export function hasBatteryPlace(live: BatteryEvidence | undefined, before: boolean | undefined): boolean {
  if (live === undefined) return before ?? true;
  if (live.battery !== null) return true;
  const isWhole = live.reporting === undefined || live.expected === undefined || live.reporting >= live.expected;
  if (isWhole) return false;
  return before ?? live.reporting === 0;
}
