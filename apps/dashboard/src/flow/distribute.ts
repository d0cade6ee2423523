import { type EdgeId, edgeEnds, edgeIds, type FlowPower, type Place, tidyPower } from "./flow-power.ts";

export type Edges = Readonly<Record<EdgeId, number | null>>;

/** What goes in and out of the picture, in W; null where a part of it is unknown. */
export interface Balance {
  /** Solar, grid import and the battery's discharge. */
  readonly in: number | null;
  /** Home, grid export and the battery's charge. */
  readonly out: number | null;
  /** What the inverters say they turn into heat. */
  readonly losses: number | null;
  /** in − out − losses (losses as 0 where unknown): below 0 where more goes out than comes in. */
  readonly unaccounted: number | null;
}

/**
 * Who gives to whom, in W. What the inverters tell of the house's sources is taken as it is, within what its ends give and take; the
 * rest is told apart in Home Assistant's order, so that users who compare find the same watts: grid beyond the house's
 * use → battery, solar → battery, solar → grid, battery → grid, grid → battery, and what is left → house.
 *
 * No edge is below 0, and no place gives or takes more than its own figure; what that leaves over is `balanceOf(…)`. An edge is
 * null where it can't be known, and 0 where one of its ends is 0, whatever else is unknown.
 */
export function distribute(power: FlowPower, hasBattery: boolean): Edges {
  const known = tidyPower(power, hasBattery);
  const { solar, home, gridImport, gridExport, batteryCharge, batteryDischarge } = known;
  if (
    solar === null ||
    home === null ||
    gridImport === null ||
    gridExport === null ||
    batteryCharge === null ||
    batteryDischarge === null
  ) {
    return partly(known);
  }
  const left: Left = {
    give: { solar, grid: gridImport, battery: batteryDischarge, home: 0 },
    take: { home, grid: gridExport, battery: batteryCharge, solar: 0 },
    edges: { ...nothing },
  };
  const told = toldSources(known);
  if (told !== null) for (const id of toHome) move(left, id, told[id]);
  move(left, "gridToBattery", Math.max(0, gridImport - home));
  for (const id of orderOfRest) move(left, id);
  if (told === null) for (const id of toHome) move(left, id);
  return left.edges;
}

/** In, out, and what is between them. */
export function balanceOf(power: FlowPower, hasBattery: boolean): Balance {
  const known = tidyPower(power, hasBattery);
  const comesIn = sum(known.solar, known.gridImport, known.batteryDischarge);
  const goesOut = sum(known.home, known.gridExport, known.batteryCharge);
  return {
    in: comesIn,
    out: goesOut,
    losses: known.losses,
    unaccounted: comesIn === null || goesOut === null ? null : comesIn - goesOut - (known.losses ?? 0),
  };
}

const toHome = ["solarToHome", "batteryToHome", "gridToHome"] as const satisfies readonly EdgeId[];
const orderOfRest = [
  "solarToBattery",
  "solarToGrid",
  "batteryToGrid",
  "gridToBattery",
] as const satisfies readonly EdgeId[];

const nothing: Readonly<Record<EdgeId, number>> = {
  solarToHome: 0,
  solarToBattery: 0,
  solarToGrid: 0,
  gridToHome: 0,
  gridToBattery: 0,
  batteryToHome: 0,
  batteryToGrid: 0,
};

/** What each place can still give and take, while edges are filled. */
interface Left {
  readonly give: Record<Place, number>;
  readonly take: Record<Place, number>;
  readonly edges: Record<EdgeId, number>;
}

function move(left: Left, id: EdgeId, most = Number.POSITIVE_INFINITY): void {
  const { from, to } = edgeEnds[id];
  const watts = Math.min(most, left.give[from], left.take[to]);
  left.give[from] -= watts;
  left.take[to] -= watts;
  left.edges[id] += watts;
}

type Told = Record<(typeof toHome)[number], number>;

function toldSources({ homeFromSolar, homeFromBattery, homeFromGrid }: FlowPower): Told | null {
  if (homeFromSolar === null || homeFromBattery === null || homeFromGrid === null) return null;
  return { solarToHome: homeFromSolar, batteryToHome: homeFromBattery, gridToHome: homeFromGrid };
}

/** With a place unknown: what is told of the house's sources, 0 where an end is 0, and else unknown. */
function partly(known: FlowPower): Edges {
  const gives = { solar: known.solar, grid: known.gridImport, battery: known.batteryDischarge, home: 0 };
  const takes = { home: known.home, grid: known.gridExport, battery: known.batteryCharge, solar: 0 };
  const told: Partial<Record<EdgeId, number | null>> = {
    solarToHome: known.homeFromSolar,
    batteryToHome: known.homeFromBattery,
    gridToHome: known.homeFromGrid,
  };
  let homeLeft = known.home ?? Number.POSITIVE_INFINITY;
  const edges: Record<EdgeId, number | null> = { ...nothing };
  for (const id of edgeIds) {
    const give = gives[edgeEnds[id].from];
    const take = takes[edgeEnds[id].to];
    const watts = told[id];
    if (give === 0 || take === 0) edges[id] = 0;
    else if (watts === undefined || watts === null) edges[id] = null;
    else {
      edges[id] = Math.min(watts, give ?? Number.POSITIVE_INFINITY, homeLeft);
      homeLeft -= edges[id] ?? 0;
    }
  }
  return edges;
}

const sum = (...values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
