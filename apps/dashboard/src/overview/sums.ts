/** A sum over some of its parts. */
export interface Sum {
  /** Null where no part is known. */
  readonly sum: number | null;
  readonly known: number;
  readonly of: number;
}

/** Adds what is known, and tells how much that is: unknown is not 0. */
export function sumOf(values: readonly (number | null | undefined)[]): Sum {
  const known = values.filter((value) => value !== null && value !== undefined);
  return {
    sum: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
    known: known.length,
    of: values.length,
  };
}

/** The sum of all; null where one of them is not known: counters have no sum without the others. */
export function allOf(values: readonly (number | null | undefined)[]): number | null {
  const { sum, known, of } = sumOf(values);
  return known === of ? sum : null;
}

/** Peak power of all modules, W; null where one of them is not configured. */
export const ratedOf = (inverters: readonly { readonly peakPower: number | null }[]): number | null =>
  allOf(inverters.map(({ peakPower }) => peakPower));

/** What is one part only. */
export const whole = (value: number | null | undefined): Sum => sumOf([value]);
