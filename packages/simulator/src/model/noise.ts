/** A number in [0, 1) that depends on nothing but its arguments. */
export function hash(seed: number, index: number): number {
  let value = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index, 0xc2b2ae35);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 12;
  value = Math.imul(value, 0x297a2d39);
  value ^= value >>> 15;
  return (value >>> 0) / 4_294_967_296;
}

/** A seed for one purpose: independent of the others made from the same seed. */
export function subSeed(seed: number, purpose: number): number {
  return Math.floor(hash(seed, purpose) * 4_294_967_296) | 0;
}

/** Continuous noise in [0, 1): a new random value each period, smoothly joined. */
export function smoothNoise(seed: number, time: number, period: number): number {
  const position = time / period;
  const index = Math.floor(position);
  const part = position - index;
  const left = hash(seed, index);
  return left + (hash(seed, index + 1) - left) * part * part * (3 - 2 * part);
}
