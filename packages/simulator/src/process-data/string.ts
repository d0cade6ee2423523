import { type Readings, rounded, type Source } from "./readings.ts";

/** V of a string in the dark (FACTS 3: 8 to 11 V). */
function darkVoltage(source: Source, index: number): number {
  return 8.2 + 2.6 * source.noise(120 + index, 90_000);
}

/** `devices:local:pvN`, `index` from 0. */
export function stringReadings(index: number): Readings {
  const power = ({ powers }: Source): number => powers.strings[index] ?? 0;
  const voltage = (source: Source): number => {
    const lit = power(source) >= 1 || source.moment.phase === "starting";
    return rounded(lit ? source.stringVoltage(index, power(source)) : darkVoltage(source, index));
  };
  return {
    // The sensor's offset of an idle string: its power is negative, its current is not.
    I: (source) =>
      rounded(power(source) >= 1 ? power(source) / voltage(source) : 0.0058 * source.noise(130 + index, 30_000)),
    P: power,
    U: voltage,
  };
}
