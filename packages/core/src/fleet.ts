import { isDeepStrictEqual } from "node:util";
import { SaltedPasswords } from "@plenticore/handshake";
import type { FleetConfig, InverterConfig, PlantConfig } from "./config.ts";
import { PlenticoreError } from "./errors.ts";
import { DeviceInverter, type InverterOptions } from "./inverter.ts";
import type { LivePace } from "./live/types.ts";
import type { LogDataStorage } from "./log-data/options.ts";
import { FleetPlant } from "./plant.ts";
import type { RequestObserver } from "./request-observer.ts";
import { type Runtime, systemRuntime } from "./runtime.ts";
import type { CallOptions, DeviceTest, Fleet, Inverter, Plant } from "./types.ts";

export interface FleetOptions {
  /** Clock and chance. Default: the system's. */
  readonly runtime?: Runtime;
  /** Opens the bindings of a device. Default: over HTTP. */
  readonly connect?: NonNullable<InverterOptions["connect"]>;
  /** Each change of an inverter's availability, for the log. Default: nobody hears of it. */
  readonly onAvailability?: NonNullable<InverterOptions["onAvailability"]>;
  /** How the devices' logs are kept while they are read. */
  readonly logData?: LogDataStorage;
  /** How fast the inverters may be watched. */
  readonly live?: LivePace;
  /** Follows each request back to who wanted it. Default: nobody does. */
  readonly observer?: RequestObserver;
}

/** An inverter with what it was made of: who is made of the same needs no new connection. */
interface Member {
  readonly inverter: DeviceInverter;
  readonly config: InverterConfig;
  readonly timeZone: string;
  readonly readOnly: boolean;
}

/**
 * All inverters of a configuration, each a bulkhead of its own: what one does costs the others nothing.
 *
 * @throws PlenticoreError CONFIGURATION_INVALID where an id is used twice: plants and inverters share one namespace.
 */
export const createFleet = (config: FleetConfig, options: FleetOptions = {}): Fleet =>
  new InverterFleet(config, options);

class InverterFleet implements Fleet {
  plants: readonly Plant[] = [];
  inverters: readonly Inverter[] = [];
  readonly #options: FleetOptions;
  readonly #runtime: Runtime;
  // One memory for all, so that hundred logins at once derive one after another.
  readonly #saltedPasswords = new SaltedPasswords();
  readonly #listeners = new Set<() => void>();
  /** Those that were taken out and still log out; by url. */
  readonly #closing = new Map<string, Promise<void>>();
  #members = new Map<string, Member>();
  #plants = new Map<string, FleetPlant>();
  #started = false;

  constructor(config: FleetConfig, options: FleetOptions) {
    this.#options = options;
    this.#runtime = options.runtime ?? systemRuntime;
    checkIds(config);
    this.#assemble(config);
  }

  plant(id: string): Plant | undefined {
    return this.#plants.get(id);
  }

  inverter(id: string): Inverter | undefined {
    return this.#members.get(id)?.inverter;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async reconfigure(config: FleetConfig): Promise<void> {
    checkIds(config);
    const before = this.#members;
    const removed = this.#leaving(config);
    for (const { inverter } of removed) this.#close(inverter);
    for (const plant of this.#plants.values()) plant.close();
    this.#assemble(config);
    for (const listener of [...this.#listeners]) listener();
    if (this.#started) {
      for (const [id, { inverter }] of this.#members) if (before.get(id)?.inverter !== inverter) inverter.start();
    }
    await Promise.all(this.#closing.values());
  }

  async test(config: InverterConfig, options: CallOptions = {}): Promise<DeviceTest> {
    const running = Array.from(this.#members.values()).find((member) => member.config.url === config.url);
    // A device is asked one thing at a time: whoever speaks to it already waits for the test.
    return running === undefined
      ? this.#test(config, options)
      : running.inverter.held(() => this.#test(config, options));
  }

  start(): void {
    this.#started = true;
    for (const { inverter } of this.#members.values()) inverter.start();
  }

  async close(): Promise<void> {
    for (const plant of this.#plants.values()) plant.close();
    for (const { inverter } of this.#members.values()) this.#close(inverter);
    await Promise.all(this.#closing.values());
  }

  /** Those whose connection does not outlive the change. */
  #leaving(config: FleetConfig): Member[] {
    const staying = new Set<string>();
    for (const { plant, inverter, readOnly } of entries(config)) {
      const member = this.#members.get(inverter.id);
      if (member !== undefined && canStay(member, inverter, plant.timeZone, readOnly)) staying.add(inverter.id);
    }
    return Array.from(this.#members.values()).filter(({ config: { id } }) => !staying.has(id));
  }

  #assemble(config: FleetConfig): void {
    const members = new Map<string, Member>();
    const plants = new Map<string, FleetPlant>();
    for (const { plant, inverter, readOnly } of entries(config)) {
      const member = this.#members.get(inverter.id);
      if (member !== undefined && canStay(member, inverter, plant.timeZone, readOnly)) {
        member.inverter.describe(inverter);
        members.set(inverter.id, { ...member, config: inverter });
      } else {
        const { timeZone } = plant;
        members.set(inverter.id, {
          inverter: this.#open(inverter, timeZone, readOnly),
          config: inverter,
          timeZone,
          readOnly,
        });
      }
    }
    for (const plant of config.plants) {
      const own = plant.inverters
        .map(({ id }) => members.get(id)?.inverter)
        .filter((inverter) => inverter !== undefined);
      plants.set(plant.id, new FleetPlant(plant, own, this.#runtime, this.#options.live));
    }
    this.#members = members;
    this.#plants = plants;
    this.inverters = Array.from(members.values(), ({ inverter }) => inverter);
    this.plants = [...plants.values()];
  }

  #open(config: InverterConfig, timeZone: string, readOnly: boolean): DeviceInverter {
    const { connect, onAvailability, logData, live, observer } = this.#options;
    const before = this.#closing.get(config.url);
    return new DeviceInverter({
      config,
      timeZone,
      readOnly,
      runtime: this.#runtime,
      saltedPasswords: this.#saltedPasswords,
      ...(connect === undefined ? {} : { connect }),
      ...(onAvailability === undefined ? {} : { onAvailability }),
      ...(logData === undefined ? {} : { logData }),
      ...(live === undefined ? {} : { live }),
      ...(observer === undefined ? {} : { observer }),
      ...(before === undefined ? {} : { before }),
    });
  }

  #close(inverter: DeviceInverter): void {
    const { url } = inverter;
    const closed = Promise.all([this.#closing.get(url), inverter.close()]).then(() => {
      if (this.#closing.get(url) === closed) this.#closing.delete(url);
    });
    this.#closing.set(url, closed);
  }

  async #test(config: InverterConfig, options: CallOptions): Promise<DeviceTest> {
    const { connect } = this.#options;
    const inverter = new DeviceInverter({
      config: { ...config, disabled: false },
      timeZone: "UTC",
      readOnly: true,
      runtime: this.#runtime,
      saltedPasswords: this.#saltedPasswords,
      ...(connect === undefined ? {} : { connect }),
    });
    try {
      const version = await inverter.version(options);
      const session = await inverter.session(options);
      return { version, session, product: await unlessUnknown(inverter.product(options)) };
    } finally {
      await inverter.close();
    }
  }
}

/** Name and peak power are the gateway's own; everything else is part of the connection. */
const canStay = (member: Member, config: InverterConfig, timeZone: string, readOnly: boolean): boolean =>
  member.timeZone === timeZone &&
  member.readOnly === readOnly &&
  isDeepStrictEqual(connectionOf(member.config), connectionOf(config));

const connectionOf = ({ name: _name, peakPower: _peakPower, ...connection }: InverterConfig) => connection;

function* entries(config: FleetConfig): Generator<{ plant: PlantConfig; inverter: InverterConfig; readOnly: boolean }> {
  const readOnly = config.readOnly === true;
  for (const plant of config.plants) for (const inverter of plant.inverters) yield { plant, inverter, readOnly };
}

function checkIds(config: FleetConfig): void {
  const ids = new Set<string>();
  for (const { id, inverters } of config.plants) {
    for (const own of [id, ...inverters.map((inverter) => inverter.id)]) {
      if (ids.has(own)) {
        throw new PlenticoreError("CONFIGURATION_INVALID", `the id "${own}" is used twice among plants and inverters`);
      }
      ids.add(own);
    }
  }
}

/** Devices that tell no type plate pass the test, too. */
async function unlessUnknown<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof PlenticoreError && error.code !== "CANCELLED") return null;
    throw error;
  }
}
