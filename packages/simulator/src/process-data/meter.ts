import { gridReactive } from "./inverter.ts";
import { mainsFrequency, mainsVoltage, powerFactor } from "./mains.ts";
import { type Readings, rounded, type Source } from "./readings.ts";

function apparent(source: Source): number {
  return rounded(Math.hypot(source.powers.grid, gridReactive(source)));
}

/** `devices:local:powermeter`, installed at the grid connection: + import, - feed-in. */
export const meterReadings: Readings = {
  CosPhi: (source) => powerFactor(source.powers.grid, apparent(source)),
  Frequency: mainsFrequency,
  P: ({ powers }) => powers.grid,
  Q: gridReactive,
  S: apparent,
  ...phase(1),
  ...phase(2),
  ...phase(3),
};

function phase(index: 1 | 2 | 3): Readings {
  return {
    [`L${index}_P`]: ({ powers }) => powers.gridPhases[index - 1] ?? 0,
    [`L${index}_U`]: (source) => mainsVoltage(source, index),
  };
}
