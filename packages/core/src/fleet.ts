import { SaltedPasswords } from "@plenticore/handshake";
import type { FleetConfig } from "./config.ts";
import { PlenticoreError } from "./errors.ts";
import { DeviceInverter, type InverterOptions } from "./inverter.ts";
import type { LivePace } from "./live/types.ts";
import type { LogDataStorage } from "./log-data/options.ts";
import { FleetPlant } from "./plant.ts";
import { type Runtime, systemRuntime } from "./runtime.ts";
import type { Fleet, Inverter, Plant } from "./types.ts";

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
}

/**
 * All inverters of a configuration, each a bulkhead of its own: what one does costs the others nothing.
 *
 * @throws PlenticoreError CONFIGURATION_INVALID where an id is used twice: plants and inverters share one namespace.
 */
export function createFleet(
  config: FleetConfig,
  { runtime = systemRuntime, connect, onAvailability, logData, live }: FleetOptions = {},
): Fleet {
  // One memory for all, so that hundred logins at once derive one after another.
  const saltedPasswords = new SaltedPasswords();
  const plants = new Map<string, Plant>();
  const inverters = new Map<string, DeviceInverter>();
  const claim = (id: string) => {
    if (plants.has(id) || inverters.has(id)) {
      throw new PlenticoreError("CONFIGURATION_INVALID", `the id "${id}" is used twice among plants and inverters`);
    }
  };
  for (const plantConfig of config.plants) {
    const own: DeviceInverter[] = [];
    for (const inverterConfig of plantConfig.inverters) {
      claim(inverterConfig.id);
      const inverter = new DeviceInverter({
        config: inverterConfig,
        timeZone: plantConfig.timeZone,
        readOnly: config.readOnly === true,
        runtime,
        saltedPasswords,
        ...(connect === undefined ? {} : { connect }),
        ...(onAvailability === undefined ? {} : { onAvailability }),
        ...(logData === undefined ? {} : { logData }),
        ...(live === undefined ? {} : { live }),
      });
      inverters.set(inverter.id, inverter);
      own.push(inverter);
    }
    claim(plantConfig.id);
    plants.set(plantConfig.id, new FleetPlant(plantConfig, own, runtime));
  }
  return {
    plants: [...plants.values()],
    inverters: [...inverters.values()],
    plant: (id: string): Plant | undefined => plants.get(id),
    inverter: (id: string): Inverter | undefined => inverters.get(id),
    start: () => {
      for (const inverter of inverters.values()) inverter.start();
    },
    close: async () => {
      await Promise.all(Array.from(inverters.values(), (inverter) => inverter.close()));
    },
  };
}
