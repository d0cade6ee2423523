/** The device itself: powers of house and grid, its state, and most settings. */
export const localModule = "devices:local";
/** Its output. */
export const acModule = "devices:local:ac";
/** Missing where there is no battery (FACTS 6, quirk 9). */
export const batteryModule = "devices:local:battery";
/** Counters of energy. */
export const statisticsModule = "scb:statistic:EnergyFlow";

/** The device's clock. */
export const timeModule = "scb:time";

/** No device is known to have more DC inputs (FACTS 2.1). */
export const maxStrings = 6;

/** One DC input, by number from 1. */
export const stringModule = (index: number): string => `devices:local:pv${index}`;
