const STEPS = 1e6;

/** A reckoned figure without the dust of binary fractions: to a millionth of its unit, and never a negative zero. */
export const tidy = (value: number): number => Math.round(value * STEPS) / STEPS || 0;
