/** A string's share of all strings' power, in percent; null where it, or any other, is unknown, and where there is no power. */
export function shareOf(power: number | null, strings: readonly { readonly power: number | null }[]): number | null {
  let sum = 0;
  for (const string of strings) {
    if (string.power === null) return null;
    // At night a string shows less than nothing.
    sum += Math.max(0, string.power);
  }
  return power === null || sum <= 0 ? null : (100 * Math.max(0, power)) / sum;
}
