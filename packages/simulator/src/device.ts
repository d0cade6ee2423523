import { describeProcessData, noEnergyMeter } from "@plenticore/catalogue";
import type { Module, ProcessDataList, ProcessDataModule, Version } from "@plenticore/rest";
import { Accounts } from "./accounts.ts";
import { Boot } from "./boot.ts";
import { SimulatedClock } from "./clock.ts";
import { EventHistory } from "./events/history.ts";
import type { Controls } from "./model/controls.ts";
import { hash, smoothNoise, subSeed } from "./model/noise.ts";
import { Plant } from "./model/plant.ts";
import type { ResolvedChange, ResolvedOptions } from "./options.ts";
import { readingsByModule } from "./process-data/index.ts";
import { powersOf } from "./process-data/powers.ts";
import type { Source } from "./process-data/readings.ts";
import type { Behaviour, Profile } from "./profiles/profile.ts";
import { type CommandSources, controlsFor, leaseOf, SetPoints } from "./settings/commands.ts";
import { definitionsOf } from "./settings/metadata.ts";
import { SettingsStore, type WriteOutcome } from "./settings/store.ts";
import { initialValues } from "./settings/values.ts";
import { UpdateProcess } from "./update.ts";

const METER = "devices:local:powermeter";

/** One inverter with its communication board. Knows no HTTP. */
export class Device {
  readonly profile: Profile;
  readonly behaviour: Behaviour;
  readonly clock: SimulatedClock;
  readonly plant: Plant;
  readonly settings: SettingsStore;
  readonly events: EventHistory;
  readonly update: UpdateProcess;
  readonly accounts: Accounts;
  readonly boot: Boot;
  readonly serialNumber: number;
  readonly #options: ResolvedOptions;
  readonly #setPoints = new SetPoints();
  readonly #processDataIds: ReadonlyMap<string, readonly string[]>;
  readonly #noiseSeed: number;
  #cloud: number | undefined;
  /** Older log data was deleted with the user's settings. */
  #loggingSince = Number.NEGATIVE_INFINITY;

  constructor(options: ResolvedOptions) {
    const { profile, behaviour, seed, runtime } = options;
    this.#options = options;
    this.profile = profile;
    this.behaviour = behaviour;
    this.clock = new SimulatedClock(runtime.now, options.time, options.speed);
    this.serialNumber = 90_000_000 + Math.floor(9_000_000 * hash(seed, 61));
    this.#noiseSeed = subSeed(seed, 62);
    this.#cloud = options.cloud;
    const energyMeter = options.meter ? profile.energyMeter : noEnergyMeter;
    const identity = {
      serialNumber: String(this.serialNumber),
      timeZone: options.timeZone,
      hostname: profile.hostname,
      energyMeter,
    };
    this.settings = new SettingsStore(
      definitionsOf(profile, initialValues(profile, identity)),
      Object.keys(behaviour.timeControl),
    );
    const { latitude, longitude, timeZone, weatherSeed, meter, othersPower } = options;
    const { strings, battery } = profile;
    const place = { latitude, longitude };
    // The house belongs to the inverter that measures it.
    const houseSize = meter ? profile.houseSize : 0;
    const now = this.clock.now();
    this.plant = new Plant(
      { seed, weatherSeed, timeZone, place, strings, houseSize, battery, meter, othersPower },
      this.#controlsAt(now),
      now,
    );
    const generation = profile.generation;
    this.events = new EventHistory({
      seed,
      zone: this.plant.zone,
      generation,
      battery: battery !== undefined,
      behaviour,
    });
    this.update = new UpdateProcess(behaviour.updateStatus, profile.firmware);
    this.accounts = new Accounts(options);
    this.boot = new Boot(options, runtime.now, () => this.clock.speed);
    this.#processDataIds = new Map(
      Object.entries(profile.processData)
        .filter(([moduleId]) => options.meter || moduleId !== METER)
        .map(([moduleId, ids]) => [moduleId, [...ids].sort()]),
    );
  }

  set(change: ResolvedChange): void {
    if (change.cloud !== undefined) this.#cloud = change.cloud ?? undefined;
    if (change.time !== undefined || change.speed !== undefined) this.clock.set(change);
    if (change.time !== undefined) {
      // The leases were counted on the clock that is gone.
      this.#setPoints.clear();
      this.plant.reset(this.clock.now());
    }
    this.#command();
  }

  version(): Version {
    const { profile } = this;
    const hostname =
      this.settings.get("scb:network", "Hostname") ?? this.settings.get("scb:network", "Network:Hostname");
    return {
      sw_version: profile.firmware,
      name: "PUCK RESTful API",
      api_version: "0.2.0",
      hostname: hostname ?? profile.hostname,
    };
  }

  modules(): Module[] {
    return Object.entries(this.profile.modules)
      .filter(([id]) => this.#options.meter || id !== METER)
      .map(([id, type]) => ({ id, type }))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** What can be read now: fewer ids while the inverter sleeps (FACTS 2.2). */
  processDataList(): ProcessDataList[] {
    const asleep = this.plant.momentAt(this.clock.now()).phase === "asleep";
    return [...this.#processDataIds.keys()]
      .sort()
      .map((moduleid) => ({ moduleid, processdataids: this.#idsOf(moduleid, asleep) }));
  }

  /** A reader of process data at this moment: all values that it gives belong together. */
  readProcessData(): ProcessDataReader {
    const source = this.#source();
    const asleep = source.moment.phase === "asleep";
    return {
      idsOf: (moduleId) => (this.#processDataIds.has(moduleId) ? this.#idsOf(moduleId, asleep) : undefined),
      read: (moduleId, ids) => ({
        moduleid: moduleId,
        processdata: ids.map((id) => ({
          id,
          unit: describeProcessData(moduleId, id)?.unit ?? "",
          value: readingsByModule.get(moduleId)?.[id]?.(source) ?? 0,
        })),
      }),
    };
  }

  /** The current value of a setting; some follow the clock. */
  setting(moduleId: string, id: string): string | undefined {
    const value = this.settings.get(moduleId, id);
    if (value === undefined || moduleId !== "scb:export" || !id.startsWith("LastExport")) return value;
    return String(Math.floor(this.clock.now() / 300_000) * 300);
  }

  writeSetting(moduleId: string, id: string, value: string, installer: boolean): WriteOutcome {
    const outcome = this.settings.write(moduleId, id, value, installer);
    if (outcome === "written") {
      const lease = leaseOf(id, this.#commandSources());
      if (lease !== undefined) this.#setPoints.renew(id, this.clock.now() + lease);
      this.#command();
    }
    return outcome;
  }

  /** The first instant of which log data is kept. */
  loggedSince(): number {
    return Math.max(this.plant.countedFrom, this.#loggingSince);
  }

  reboot(): void {
    this.accounts.sessions.clear();
    this.boot.begin();
  }

  /** Settings, password and log data as new; reboots. */
  restoreFactorySettings(): void {
    this.settings.reset();
    this.#setPoints.clear();
    this.#loggingSince = this.clock.now();
    this.#command();
    this.accounts.restore();
    this.reboot();
  }

  #idsOf(moduleId: string, asleep: boolean): readonly string[] {
    const ids = this.#processDataIds.get(moduleId) ?? [];
    const missing = asleep ? this.profile.asleepWithout[moduleId] : undefined;
    return missing === undefined ? ids : ids.filter((id) => !missing.includes(id));
  }

  #source(): Source {
    const now = this.clock.now();
    const { plant, profile } = this;
    const moment = plant.momentAt(now);
    const noise = (purpose: number, periodMs: number): number => smoothNoise(this.#noiseSeed + purpose, now, periodMs);
    const { events, update, serialNumber } = this;
    return {
      moment,
      noise,
      powers: powersOf(moment.flow, this.#options.meter, noise),
      get statistics() {
        const statistics = plant.statisticsAt(now);
        Object.defineProperty(this, "statistics", { value: statistics });
        return statistics;
      },
      battery: profile.battery,
      cycles: plant.cyclesAt(now),
      meter: this.#options.meter,
      stringVoltage: (index, power) => plant.machine.site.strings[index]?.voltageAt(power, moment.airTemperature) ?? 0,
      board: {
        activeErrors: () => events.activeAt(now, "error"),
        activeWarnings: () => events.activeAt(now, "warning"),
        updateStatus: () => update.stageAt(now).step,
        updatePercent: () => update.stageAt(now).percent,
        batteryType: profile.battery?.type ?? 0,
        serialNumber,
      },
    };
  }

  #commandSources(): CommandSources {
    const { settings, behaviour, profile } = this;
    return { store: settings, behaviour, battery: profile.battery, maxApparentPower: profile.maxApparentPower };
  }

  #controlsAt(time: number): Controls {
    return { ...controlsFor(this.#commandSources(), this.#setPoints, time), cloud: this.#cloud };
  }

  /** Tells the plant what is in force now, and what will be when set points run out. */
  #command(): void {
    const now = this.clock.now();
    for (const time of [now, ...this.#setPoints.endsAfter(now)]) this.plant.command(time, this.#controlsAt(time));
  }
}

export interface ProcessDataReader {
  /** undefined: no such module, or none with process data. */
  idsOf(moduleId: string): readonly string[] | undefined;
  read(moduleId: string, ids: readonly string[]): ProcessDataModule;
}
