import { type Readings, rounded, type Source } from "./readings.ts";

/** V: restless, and a little higher while power goes into the grid. */
export function mainsVoltage(source: Source, phase: 1 | 2 | 3): number {
  const lift = (source.powers.acPhases[phase - 1] ?? 0) / 1_500;
  return rounded(229 + lift + 4 * source.noise(10 + phase, 120_000) + 0.6 * source.noise(20 + phase, 8_000));
}

export function mainsFrequency(source: Source): number {
  return rounded(49.97 + 0.05 * source.noise(30, 45_000) + 0.01 * source.noise(31, 4_000));
}

/** var of the inverter. */
function reactive(source: Source): number {
  return source.moment.phase === "running" ? rounded(-10 - 12 * source.noise(32, 30_000)) : 0;
}

function apparent(source: Source): number {
  return rounded(Math.hypot(source.powers.ac, reactive(source)));
}

/** `devices:local:ac` */
export const mainsReadings: Readings = {
  CosPhi: (source) => powerFactor(source.powers.ac, apparent(source)),
  Frequency: mainsFrequency,
  InvIn_P: ({ powers }) => Math.max(0, -powers.ac),
  InvOut_P: ({ powers }) => Math.max(0, powers.ac),
  ...phase(1),
  ...phase(2),
  ...phase(3),
  P: ({ powers }) => powers.ac,
  Q: reactive,
  ResidualCDc_I: (source) => rounded(0.004 * source.noise(33, 20_000)),
  S: apparent,
};

/** Power factor, 1 where nothing flows. */
export function powerFactor(active: number, apparentPower: number): number {
  return apparentPower === 0 ? 1 : rounded(Math.abs(active) / apparentPower);
}

function phase(index: 1 | 2 | 3): Readings {
  const power = ({ powers }: Source): number => powers.acPhases[index - 1] ?? 0;
  return {
    [`L${index}_I`]: (source) => rounded(Math.abs(power(source)) / mainsVoltage(source, index)),
    [`L${index}_P`]: power,
    [`L${index}_U`]: (source) => mainsVoltage(source, index),
  };
}
