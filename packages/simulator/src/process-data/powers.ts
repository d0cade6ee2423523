import type { Flow } from "../model/flow.ts";
import { type Powers, rounded } from "./readings.ts";

/** W that an idle string's sensor shows: slightly negative at night (FACTS 3). */
const SENSOR_OFFSET = -0.11;

type Noise = (purpose: number, periodMs: number) => number;

export function powersOf(flow: Flow, meter: boolean, noise: Noise): Powers {
  const strings = flow.strings.map((power, index) =>
    rounded(power < 1 ? power + SENSOR_OFFSET * (0.7 + 0.6 * noise(100 + index, 40_000)) : power),
  );
  const battery = rounded(flow.battery);
  const ac = rounded(flow.ac);
  const homePv = rounded(flow.homePv);
  const homeBattery = rounded(flow.homeBattery);
  const homeGrid = rounded(flow.homeGrid);
  const home = rounded(homePv + homeBattery + homeGrid);
  const othersSurplus = rounded(flow.othersSurplus);
  const grid = rounded(home - othersSurplus - ac);
  const acPhases = split(ac, 1 / 3 + 0.002 * (noise(110, 60_000) - 0.5), 1 / 3);
  const homePhases = split(home, 0.2 + 0.3 * noise(111, 600_000), 0.2 + 0.3 * noise(112, 900_000));
  const first = rounded(homePhases[0] - othersSurplus / 3 - acPhases[0]);
  const second = rounded(homePhases[1] - othersSurplus / 3 - acPhases[1]);
  const powers: Powers = {
    strings,
    battery,
    dc: rounded(strings.reduce((sum, power) => sum + power, battery)),
    ac,
    acPhases,
    home,
    homePv,
    homeBattery,
    homeGrid,
    grid,
    gridPhases: [first, second, rounded(grid - first - second)],
    pvToBattery: rounded(flow.pvToBattery),
    gridToBattery: rounded(flow.gridToBattery),
    batteryToGrid: rounded(flow.batteryToGrid),
  };
  return meter ? powers : { ...powers, ...UNMETERED };
}

/** An inverter without its meter shows 0 for all that depends on it. */
const UNMETERED = {
  home: 0,
  homePv: 0,
  homeBattery: 0,
  homeGrid: 0,
  grid: 0,
  gridPhases: [0, 0, 0],
} as const;

function split(whole: number, first: number, second: number): readonly [number, number, number] {
  const one = rounded(whole * first);
  const two = rounded(whole * second);
  return [one, two, rounded(whole - one - two)];
}
