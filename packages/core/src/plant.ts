import type { PlantConfig } from "./config.ts";
import { isSamePeriod } from "./energy.ts";
import { isPlenticoreError } from "./errors.ts";
import type { DeviceInverter } from "./inverter.ts";
import { DEFAULT_EVERY_MS, Paces } from "./live/pace.ts";
import { type PlantPart, PlantTopic } from "./live/plant-topic.ts";
import type { LivePace, PlantLiveState, Watch, WatchOptions } from "./live/types.ts";
import { inverterPowerFlow, plantPowerFlow, selfConsumption, sum, sumOfKnown } from "./power-flow.ts";
import type { Runtime } from "./runtime.ts";
import type {
  InverterEnergy,
  InverterLive,
  Plant,
  PlantBattery,
  PlantEnergy,
  PlantLive,
  PowerFlow,
  ReadOptions,
  StatisticPeriod,
} from "./types.ts";
import { type Percent, quantity, type Second, type Timestamp, type Watt, type WattHour } from "./units.ts";

/** Several inverters that feed one house, summed. */
export class FleetPlant implements Plant {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly inverters: readonly DeviceInverter[];
  readonly #meter: PlantConfig["meter"];
  readonly #runtime: Pick<Runtime, "now" | "monotonic" | "sleep">;
  readonly #paces: Paces;
  readonly #topics = new Map<number, PlantTopic>();
  #closed = false;

  constructor(
    config: PlantConfig,
    inverters: readonly DeviceInverter[],
    runtime: Pick<Runtime, "now" | "monotonic" | "sleep">,
    live: LivePace = {},
  ) {
    this.id = config.id;
    this.name = config.name;
    this.timeZone = config.timeZone;
    this.inverters = inverters;
    this.#meter = config.meter;
    this.#runtime = runtime;
    this.#paces = new Paces(live);
  }

  /** The sums of those that answer; `reporting` of `expected` tells how many these are. */
  async live(options: ReadOptions = {}): Promise<PlantLive> {
    const expected = this.#expected();
    const answers = await Promise.all(
      expected.map(async (inverter): Promise<PlantPart | undefined> => {
        const values = await unlessFailed(inverter.live(options));
        return values && { inverterId: inverter.id, values };
      }),
    );
    return this.#sum(
      answers.filter((part) => part !== undefined),
      expected.length,
    );
  }

  watchLive({ everyMs = DEFAULT_EVERY_MS, signal }: WatchOptions = {}): Watch<PlantLiveState> {
    const pace = this.#paces.of(everyMs);
    let topic = this.#topics.get(pace);
    if (topic === undefined) {
      topic = new PlantTopic({
        plantId: this.id,
        inverters: this.inverters,
        everyMs: pace,
        heartbeatMs: this.#paces.heartbeatMs,
        runtime: this.#runtime,
        sum: (parts, expected) => this.#sum(parts, expected),
        onEmpty: () => this.#topics.delete(pace),
      });
      if (signal?.aborted !== true) {
        this.#topics.set(pace, topic);
        topic.start();
      }
    }
    const watch = topic.watch(signal === undefined ? {} : { signal });
    if (this.#closed) topic.close();
    return watch;
  }

  /** Ends every watch: the plant is removed, or made of other inverters. */
  close(): void {
    this.#closed = true;
    for (const topic of [...this.#topics.values()]) topic.close();
  }

  /** The sums of the counters; who is away counts with its last value of the same local period. */
  async energy(period: StatisticPeriod, options: ReadOptions = {}): Promise<PlantEnergy> {
    const expected = this.#expected();
    const now = quantity<Timestamp>(this.#runtime.now());
    const answers = await Promise.all(
      expected.map(async (inverter) => {
        const fresh = await unlessFailed(inverter.energy(period, options));
        const last = fresh ?? inverter.lastEnergy(period);
        const counts = last !== undefined && isSamePeriod(period, last.observedAt, now, this.timeZone);
        return { fresh: fresh !== undefined, values: counts ? last : undefined };
      }),
    );
    const parts = answers.map(({ values }) => values).filter((values) => values !== undefined);
    const complete = parts.length === expected.length;
    return {
      period,
      observedAt: parts.reduce<Timestamp | null>(
        (oldest, { observedAt }) => (oldest === null || observedAt < oldest ? observedAt : oldest),
        null,
      ),
      stale: parts.length === 0 || answers.some(({ fresh }) => !fresh),
      reporting: answers.filter(({ fresh }) => fresh).length,
      expected: expected.length,
      yield: complete ? sum(parts.map((part) => part.yield)) : null,
      batteryCharge: complete ? sumOfBatteries(parts, batteryCharge) : null,
      batteryDischarge: complete ? sumOfBatteries(parts, (part) => part.batteryDischarge) : null,
      co2Saving: complete ? sum(parts.map((part) => part.co2Saving)) : null,
      ...houseEnergy(this.inverters.length === 1 ? parts[0] : undefined),
    };
  }

  /** A disabled inverter is away on purpose. */
  #expected(): readonly DeviceInverter[] {
    return this.inverters.filter(({ availability }) => availability.state !== "DISABLED");
  }

  #sum(parts: readonly PlantPart[], expected: number): PlantLive {
    const oldest = parts.reduce<InverterLive | undefined>(
      (found, { values }) => (found === undefined || values.ageSeconds > found.ageSeconds ? values : found),
      undefined,
    );
    return {
      observedAt: oldest?.observedAt ?? null,
      ageSeconds: oldest === undefined ? null : quantity<Second>(oldest.ageSeconds),
      stale: parts.length === 0 || parts.some(({ values }) => values.stale),
      power: this.#power(parts),
      battery: plantBattery(parts.map(({ values }) => values)),
      reporting: parts.length,
      expected,
    };
  }

  #power(parts: readonly PlantPart[]): PowerFlow {
    const [first] = parts;
    if (first === undefined) return unknownPower;
    const flows = parts.map(({ values }) => values.power);
    if (this.inverters.length === 1) return this.#ofOne(first);
    return plantPowerFlow(flows, this.#gridOfSeveral(parts));
  }

  #ofOne({ inverterId, values: { power } }: PlantPart): PowerFlow {
    const inverted = this.#meter?.invert === true && this.#meter.inverter === inverterId;
    return inverted ? withGrid(power, negated(power.grid)) : power;
  }

  #gridOfSeveral(parts: readonly PlantPart[]): Watt | null {
    if (this.#meter !== undefined) {
      const { inverter, invert } = this.#meter;
      const grid = parts.find(({ inverterId }) => inverterId === inverter)?.values.power.grid ?? null;
      return invert ? negated(grid) : grid;
    }
    // Inverters without a meter print 0; where more than one measures, only the configuration can tell which counts.
    const measured = parts.map(({ values }) => values.power.grid).filter((grid) => grid !== null && grid !== 0);
    return measured.length === 1 ? (measured[0] ?? null) : null;
  }
}

/** What an inverter answers, or undefined where it fails: the plant goes on with the others. */
async function unlessFailed<Values>(answer: Promise<Values>): Promise<Values | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isPlenticoreError(error) && error.code !== "CANCELLED") return undefined;
    throw error;
  }
}

const negated = (value: Watt | null): Watt | null => (value === null ? null : quantity<Watt>(-value || 0));

function withGrid(power: PowerFlow, grid: Watt | null): PowerFlow {
  const gridExport = grid === null ? null : quantity<Watt>(Math.max(0, -grid) || 0);
  return {
    ...power,
    grid,
    gridImport: grid === null ? null : quantity<Watt>(Math.max(0, grid)),
    gridExport,
    selfConsumption: selfConsumption(gridExport, power.ac),
  };
}

const unknownPower: PowerFlow = inverterPowerFlow({
  strings: [],
  home: null,
  homeFromSolar: null,
  homeFromBattery: null,
  homeFromGrid: null,
  grid: null,
  battery: null,
  ac: null,
  dc: null,
});

/** The state of charge is the capacities' mean; without a capacity there is none to tell, except of a single battery. */
function plantBattery(parts: readonly InverterLive[]): PlantBattery | null {
  const batteries = parts.map(({ battery }) => battery).filter((battery) => battery !== null);
  const [only] = batteries;
  if (only === undefined) return null;
  const workCapacity = sum(batteries.map((battery) => battery.workCapacity));
  const stored = sum(
    batteries.map(({ stateOfCharge, workCapacity: capacity }) =>
      stateOfCharge === null || capacity === null ? null : stateOfCharge * capacity,
    ),
  );
  const mean =
    stored === null || workCapacity === null || workCapacity <= 0 ? null : quantity<Percent>(stored / workCapacity);
  return {
    stateOfCharge: batteries.length === 1 ? only.stateOfCharge : mean,
    workCapacity,
    power: sumOfKnown(batteries.map(({ power }) => power)),
  };
}

const batteryCharge = ({ batteryChargeFromSolar, batteryChargeFromGrid }: InverterEnergy): WattHour | null =>
  sum([batteryChargeFromSolar, batteryChargeFromGrid]);

/** Of those that have a battery, and null where one of them does not tell. */
function sumOfBatteries(
  parts: readonly InverterEnergy[],
  of: (part: InverterEnergy) => WattHour | null,
): WattHour | null {
  const withBattery = parts.filter((part) => batteryFigures(part).some((figure) => figure !== null));
  return sum(withBattery.map(of));
}

const batteryFigures = (part: InverterEnergy) => [
  part.batteryChargeFromSolar,
  part.batteryChargeFromGrid,
  part.batteryDischarge,
  part.homeFromBattery,
];

/** Each inverter counts its own view of the house, so that only a plant of one has these figures. */
const houseEnergy = (only: InverterEnergy | undefined) => ({
  home: only?.home ?? null,
  homeFromSolar: only?.homeFromSolar ?? null,
  homeFromBattery: only?.homeFromBattery ?? null,
  homeFromGrid: only?.homeFromGrid ?? null,
  toGrid: only?.toGrid ?? null,
  autarky: only?.autarky ?? null,
  selfConsumption: only?.selfConsumption ?? null,
});
